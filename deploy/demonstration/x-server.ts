import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { displayAnswers } from '../setup/display.mjs';
import type { Plan } from './plan.ts';
import type { Command } from './run.ts';

/** 1280×800 is the smallest screen that a room still has. */
const size = '1280x800';

/** `-noreset`: without it the server forgets the kiosk's monitors when its last client leaves. `-displayfd 1`: a free number, told on stdout. */
const always = ['-displayfd', '1', '-noreset', '-nolisten', 'tcp'];

const servers: Record<Plan['screen'], readonly string[]> = {
  window: ['Xephyr', '-screen', size, '-title', 'Escale (démonstration)'],
  fullscreen: ['Xephyr', '-fullscreen', '-title', 'Escale (démonstration)'],
  virtual: ['Xvfb', '-screen', '0', `${size}x24`],
};

/** The X server of the demonstration's kiosk: its ready line is the display's number. */
export function xServerCommand(plan: Plan, files: { authority: string; log: string; cwd: string }): Command {
  return {
    name: 'screen',
    words: [...servers[plan.screen], ...always, '-auth', files.authority],
    cwd: files.cwd,
    env: process.env,
    account: null,
    log: files.log,
    readyLine: /^\d+$/,
    readyWithinMs: 15_000,
  };
}

/** FamilyWild: the entry holds for every host and every display number. */
const anyHost = 0xffff;

/** Writes an Xauthority file with a fresh cookie: who cannot read it cannot speak to the server. */
export async function writeAuthority(file: string): Promise<void> {
  const part = (bytes: Uint8Array): Buffer => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const family = Buffer.alloc(2);
  family.writeUInt16BE(anyHost);
  const nothing = Buffer.alloc(0);
  const entry = [nothing, nothing, Buffer.from('MIT-MAGIC-COOKIE-1'), randomBytes(16)].map(part);
  await writeFile(file, Buffer.concat([family, ...entry]), { mode: 0o600 });
}

/** A server that was killed leaves its socket, perhaps its lock; those of a living server are not touched. */
export async function clearDisplay(display: string): Promise<void> {
  if (await displayAnswers(`:${display}`)) return;
  await Promise.all([`/tmp/.X${display}-lock`, `/tmp/.X11-unix/X${display}`].map((file) => rm(file, { force: true })));
}
