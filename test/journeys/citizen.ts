import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';

const run = promisify(execFile);

/** The bar's buttons by how many presses of Tab they are from the time: light on dark in a pill is more than optical reading can do. */
const bar = { extension: 1, pause: 2, help: 4, end: 5 };
/** In the bar, in pixels: the middle of the time left, and of whatever the bar says instead. */
const time = { x: 640, y: 36 };
const words = { x: 200, y: 36 };

/** At the top of every screen that covers the display; the help's words stand a second time in the welcome's text. */
const corners = { mark: { x: 70, y: 46 }, help: { x: 1120, y: 46 } };

/** A look takes one to three seconds on a quiet machine, and a busy one must not fail the journey. */
const patienceMs = 45_000;

interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Optical reading loses accents and dashes now and then; what a person recognises survives in the letters. */
const letters = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

/**
 * Somebody who sits at the kiosk: eyes that read the screen's pixels, hands on its keyboard and mouse. No protocol, no selector: what this
 * person cannot see or reach, a citizen could not either.
 */
export class Citizen {
  readonly #display: NodeJS.ProcessEnv;
  readonly #pictures: string;
  #looks = 0;

  constructor(display: { DISPLAY: string; XAUTHORITY: string }, pictures: string) {
    this.#display = { ...process.env, ...display };
    this.#pictures = pictures;
  }

  /** Keeps a picture of the whole screen under `out/`. */
  async look(name: string): Promise<string> {
    await mkdir(this.#pictures, { recursive: true });
    this.#looks += 1;
    const file = path.join(this.#pictures, `${String(this.#looks).padStart(2, '0')}-${name}.png`);
    await run('import', ['-silent', '-window', 'root', file], { env: this.#display });
    return file;
  }

  async types(text: string): Promise<void> {
    await run('xdotool', ['type', '--delay', '30', text], { env: this.#display });
  }

  async presses(...keys: string[]): Promise<void> {
    await run('xdotool', ['key', '--delay', '30', ...keys], { env: this.#display });
  }

  async pointsAt(x: number, y: number): Promise<void> {
    await run('xdotool', ['mousemove', String(x), String(y)], { env: this.#display });
  }

  async clicksAt(x: number, y: number): Promise<void> {
    await run('xdotool', ['mousemove', String(x), String(y), 'click', '1'], { env: this.#display });
  }

  /** Finds the phrase on the screen, moves there and clicks. */
  async clicks(phrase: string): Promise<void> {
    const places: Place[] = [];
    await expect
      .poll(
        async () => {
          places.push(...whereIs(phrase, await this.#words()));
          return places.length;
        },
        { message: `no "${phrase}" to click on the screen`, timeout: patienceMs },
      )
      .toBeGreaterThan(0);
    for (const { x, y } of places.slice(0, 1)) {
      await run('xdotool', ['mousemove', String(x), String(y), 'click', '1'], { env: this.#display });
    }
  }

  /** From the welcome screen to the page of tiles. */
  async sitsDown(code: string): Promise<void> {
    await this.reads('Tapez le code de');
    await this.types(code);
    await this.presses('Return');
    await this.acceptsCharter();
  }

  async acceptsCharter(): Promise<void> {
    await this.reads('Avant de commencer');
    await this.presses('Tab', 'Return');
    await this.reads('Que voulez-vous faire');
  }

  async callsFromWelcome(): Promise<void> {
    await this.clicksAt(corners.help.x, corners.help.y);
  }

  /** Through the mark, where staff know a door. */
  async entersMaintenance(code: string): Promise<void> {
    await this.clicksAt(corners.mark.x, corners.mark.y);
    await this.reads("Code d'entretien");
    await this.types(code);
    await this.presses('Return');
  }

  /** A button of the session's bar. */
  async uses(button: keyof typeof bar): Promise<void> {
    await this.clicksAt(time.x, time.y);
    await this.presses(...Array<string>(bar[button]).fill('Tab'), 'Return');
  }

  /** What the bar says and wants to be seen: a touch beside the words, then the first answer, until the bar has its buttons again. */
  async understands(phrase: string): Promise<void> {
    await this.clicksAt(words.x, words.y);
    await this.presses('Tab', 'Return');
    await expect
      .poll(() => this.#letters(), { message: `the screen went on saying "${phrase}"`, timeout: patienceMs })
      .not.toContain(letters(phrase));
  }

  async pauses(digits: string): Promise<void> {
    await this.uses('pause');
    await this.reads('Choisissez');
    await this.types(digits);
    await this.presses('Return');
    await this.reads('Ce poste est en pause');
  }

  /** The last button of the bar, and the first answer to its question. */
  async endsSession(): Promise<void> {
    await this.uses('end');
    await this.reads('Terminer maintenant');
    await this.presses('Tab', 'Return');
  }

  /** Waits until the screen says it. */
  async reads(phrase: string, withinMs = patienceMs): Promise<void> {
    await expect
      .poll(() => this.#letters(), { message: `the screen never said "${phrase}"`, timeout: withinMs })
      .toContain(letters(phrase));
  }

  async #letters(): Promise<string> {
    return letters((await this.#words()).map((word) => word.text).join(''));
  }

  /** Two ways of looking, since optical reading was made for ink on paper: as it is, and with what is light on dark made dark on light. */
  async #words(): Promise<Word[]> {
    const file = path.join(this.#pictures, 'now.png');
    await run('import', ['-silent', '-window', 'root', '-colorspace', 'gray', '-resize', '200%', file], {
      env: this.#display,
    });
    const [plain, evened] = await Promise.all([recognise(file, []), recognise(file, againstItsGround)]);
    return [...plain, ...evened];
  }
}

/** What differs from its surroundings, dark on light. The surroundings: the picture made tiny and large again, far quicker than a blur. */
const againstItsGround = [
  ...['(', '+clone', '-scale', '4%', '-resize', '2500%', ')'],
  ...['-compose', 'difference', '-composite', '-negate', '-level', '40%,90%'],
];

async function recognise(file: string, look: readonly string[]): Promise<Word[]> {
  const convert = ['convert', file, ...look, 'png:-'].map((word) => `'${word}'`).join(' ');
  const { stdout } = await run('sh', ['-c', `${convert} | tesseract - - -l fra --psm 11 tsv 2>/dev/null`], {
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.split('\n').slice(1).flatMap(readWord);
}

function readWord(row: string): Word[] {
  const [level, , , , , , left, top, width, height, , text = ''] = row.split('\t');
  if (level !== '5' || text.trim() === '') return [];
  const half = (value: string | undefined): number => Number(value) / 2;
  return [
    {
      text,
      left: half(left),
      top: half(top),
      width: half(width),
      height: half(height),
    },
  ];
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The middle of each word that begins a run of words spelling the phrase. */
function whereIs(phrase: string, words: readonly Word[]): Place[] {
  const wanted = letters(phrase);
  const length = phrase.split(' ').length + 2;
  return words
    .filter((word, index) => {
      const spelled = words.slice(index, index + length).map((next) => letters(next.text));
      return letters(word.text) !== '' && spelled.join('').startsWith(wanted);
    })
    .map(({ left, top, width, height }) => ({ x: Math.round(left + width / 2), y: Math.round(top + height / 2) }));
}
