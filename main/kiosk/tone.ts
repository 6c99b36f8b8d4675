const rate = 22_050;
const notes = [
  { hertz: 523.25, seconds: 0.22 },
  { hertz: 659.25, seconds: 0.34 },
] as const;
const loudness = 0.35;

/** Two soft notes, rising, as a whole WAV file (16 bit, mono): heard over a page's own sound, and no alarm. */
export function makeTone(): Buffer {
  const samples = notes.flatMap(({ hertz, seconds }) =>
    Array.from({ length: Math.round(seconds * rate) }, (_, index) => {
      const swell = Math.sin((Math.PI * index) / (seconds * rate));
      return Math.round(loudness * swell * Math.sin((2 * Math.PI * hertz * index) / rate) * 32_767);
    }),
  );
  const data = Buffer.from(Int16Array.from(samples).buffer);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
