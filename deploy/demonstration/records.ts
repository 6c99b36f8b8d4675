import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { describe, parseJson } from '../../contract/problem.ts';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';

const loginSchema = z.strictObject({ name: z.string().min(1), password: z.string().min(1) });

/** What the first start invents and every later start keeps: whoever and whatever must stay the same. */
const recordsSchema = z.strictObject({
  version: z.literal(1),
  place: z.uuid(),
  workstation: z.strictObject({ id: z.uuid(), key: z.string().min(32) }),
  /** PEM: PKCS#8 and SPKI of one Ed25519 pair. */
  placeKey: z.strictObject({ private: z.string(), public: z.string() }),
  logins: z.strictObject({ desk: loginSchema, central: loginSchema }),
});

export type Records = z.infer<typeof recordsSchema>;

export async function readRecords(data: string): Promise<Outcome<Records>> {
  const file = path.join(data, 'demonstration.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) {
    const records = invent();
    await writePrivate(file, JSON.stringify(records, null, 2));
    return done(records);
  }
  const records = parseJson(recordsSchema, text, file);
  if (records.ok) return done(records.value);
  return stopped(`${describe(records.problem)}; repair it, or remove the folder ${data} to begin afresh`);
}

function invent(): Records {
  const pair = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    version: 1,
    place: randomUUID(),
    workstation: { id: randomUUID(), key: randomBytes(32).toString('hex') },
    placeKey: { private: pair.privateKey, public: pair.publicKey },
    logins: {
      desk: { name: 'accueil', password: randomBytes(9).toString('base64url') },
      central: { name: 'mairie', password: randomBytes(9).toString('base64url') },
    },
  };
}

/** Whole or not at all, and for its owner's eyes only. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}
