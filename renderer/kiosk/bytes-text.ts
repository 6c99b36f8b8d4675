/** As people read sizes, in steps of a thousand. Nobody needs to know how many single bytes. */
const units = [
  ['gigabyte', 1e9],
  ['megabyte', 1e6],
  ['kilobyte', 1e3],
] as const;

/** `1,2 Mo` in French. What is there is never told as nothing. */
export function bytesText(bytes: number, locale: string): string {
  const [unit, size] = units.find(([, least]) => bytes >= least) ?? units[2];
  const amount = bytes === 0 ? 0 : Math.max(bytes / size, 1);
  const fractions = amount < 10 && unit !== 'kilobyte' ? 1 : 0;
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: fractions }).format(amount);
}
