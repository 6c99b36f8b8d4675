import PDFDocument from 'pdfkit';
import { type SlipPart, slipParts } from './slip-parts.ts';
import { slipQr } from './slip-qr.ts';
import { say } from './slip-words.ts';
import type { Slip } from './slip.ts';
import { inWinAnsi } from './win-ansi.ts';

const pointsPerMm = 72 / 25.4;

/** A till roll is 80 mm wide and printed on 72 mm of it. On A4 the slip is a part of the sheet. */
const pageWidth = 80 * pointsPerMm;
const margin = 5 * pointsPerMm;
const textWidth = pageWidth - 2 * margin;

/** Points. A module is more than a millimetre wide: eight dots of a till printer. */
const moduleSide = 3;
const quietModules = 4;

/** More than any slip: what PDF allows. */
const tallest = 14_400;

const faces: Readonly<Record<SlipPart['role'], { font: string; points: number; above: number; tag: 'H1' | 'P' }>> = {
  place: { font: 'Helvetica-Bold', points: 12, above: 0, tag: 'P' },
  title: { font: 'Helvetica-Bold', points: 15, above: 6, tag: 'H1' },
  main: { font: 'Helvetica-Bold', points: 12, above: 4, tag: 'P' },
  text: { font: 'Helvetica', points: 10.5, above: 8, tag: 'P' },
  code: { font: 'Helvetica-Bold', points: 44, above: 10, tag: 'P' },
  spoken: { font: 'Helvetica', points: 10, above: 3, tag: 'P' },
  small: { font: 'Helvetica', points: 9, above: 8, tag: 'P' },
};

/** A slip for a till roll or a sheet: one page as high as what stands on it, tagged for screen readers, with a QR code that says the code as typed. */
export async function slipPdf(slip: Slip): Promise<Uint8Array> {
  const height = draw(openDocument(slip, tallest), slip);
  const document = openDocument(slip, height);
  draw(document, slip);
  return bytesOf(document);
}

const openDocument = (slip: Slip, height: number): PDFKit.PDFDocument =>
  new PDFDocument({
    size: [pageWidth, height],
    margins: { left: margin, right: margin, top: margin, bottom: 0 },
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: slip.language === 'fr' ? 'fr-FR' : 'en-GB',
    info: { Title: `${slip.placeName}, ${slip.code}`, Producer: 'Escale', Creator: 'Escale' },
  });

/** Returns how high the page must be. */
function draw(document: PDFKit.PDFDocument, slip: Slip): number {
  const whole = document.struct('Document');
  document.addStructure(whole);
  const parts = slipParts(slip);
  const afterSpoken = parts.findLastIndex(({ role }) => role === 'spoken') + 1;
  for (const part of parts.slice(0, afterSpoken)) whole.add(partOf(document, part));
  whole.add(qrOf(document, slip));
  for (const part of parts.slice(afterSpoken)) whole.add(partOf(document, part));
  whole.end();
  return document.y + margin;
}

function partOf(document: PDFKit.PDFDocument, { role, text }: SlipPart): PDFKit.PDFStructureElement {
  const { font, points, above, tag } = faces[role];
  const printed = inWinAnsi(text);
  return document.struct(tag, {}, () => {
    document.font(font).fontSize(points);
    // A code is never broken over two lines: a longer one is smaller.
    if (role === 'code') document.fontSize(Math.min(points, (points * textWidth) / document.widthOfString(printed)));
    document.text(printed, margin, document.y + above, { width: textWidth, align: 'center' });
  });
}

function qrOf(document: PDFKit.PDFDocument, slip: Slip): PDFKit.PDFStructureElement {
  const { size, modules } = slipQr(slip.code.replaceAll('-', ''));
  const side = (size + 2 * quietModules) * moduleSide;
  const left = (pageWidth - side) / 2 + quietModules * moduleSide;
  const top = document.y + quietModules * moduleSide;
  return document.struct('Figure', { alt: say(slip.language, 'qr', { code: slip.code }) }, () => {
    modules.forEach((row, y) => {
      row.forEach((isBlack, x) => {
        if (isBlack) document.rect(left + x * moduleSide, top + y * moduleSide, moduleSide, moduleSide);
      });
    });
    document.fill('black');
    document.y = top + (size + quietModules) * moduleSide;
  });
}

async function bytesOf(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  document.end();
  for await (const chunk of document as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
