import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { visitorPolicies } from '../../main/chromium/policies.ts';
import { Keyboard } from '../../main/chromium/x11/keyboard.ts';
import { request } from '../../main/chromium/x11/request.ts';
import { homeHost } from '../../main/kiosk/browsing/decide.ts';
import { Gate } from '../../main/kiosk/proxy/gate.ts';
import { KioskInRoom } from './kiosk-in-room.ts';
import { whySkipped } from './machine.ts';

/** Each wall taken away behind the kiosk's back, on the real Chromium: it is found, and no session opens. */

const patience = { timeout: 30_000, interval: 50 };

describe.skipIf(whySkipped('chromium') !== null)('the walls of a kiosk', () => {
  let room: KioskInRoom;

  beforeEach(async () => {
    room = await KioskInRoom.open();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await room.close();
  });

  const stands = (wanted: { phase: string; where: string | null }): Promise<void> =>
    vi.waitFor(() => expect(room.said).toMatchObject(wanted), patience);
  const isShut = async (where: string): Promise<void> => {
    await stands({ phase: 'out-of-service', where });
    expect(room.browsers).toEqual([]);
    expect(room.place.desk.messages.some((message) => message.type === 'claim')).toBe(false);
  };

  it('all answer before anybody may sit down, and soon', async () => {
    const start = performance.now();
    await room.start();
    await stands({ phase: 'free', where: null });
    expect(performance.now() - start).toBeLessThan(4_000);
    const all = ['keys', 'windows', 'policy', 'network', 'jail', 'sandbox'];
    await vi.waitFor(() => expect(room.said.standing).toEqual(all), patience);
  });

  it('do not answer when Chromium could not read its policies', async () => {
    const broken = visitorPolicies as { toJSON?: () => string };
    broken.toJSON = () => 'no policies';
    try {
      await room.start();
      await isShut('walls: policy');
    } finally {
      delete broken.toJSON;
    }
    room.place.desk.say({ type: 'check-walls' });
    await stands({ phase: 'free', where: null });
  });

  it('do not answer when the keys are free', async () => {
    const guard = Keyboard.guard.bind(Keyboard);
    vi.spyOn(Keyboard, 'guard').mockImplementation(async (connection, mayPass) => {
      const keyboard = await guard(connection, mayPass);
      const [ungrabKey, anyKey, anyModifier] = [34, 0, 0x8000];
      await connection.checked(request(ungrabKey, anyKey, [connection.root.window, anyModifier]));
      return keyboard;
    });
    await room.start();
    await isShut('walls: keys');
  });

  it('do not answer when the guard of the keys lets all of them pass', async () => {
    const guard = Keyboard.guard.bind(Keyboard);
    vi.spyOn(Keyboard, 'guard').mockImplementation((connection) => guard(connection, () => true));
    await room.start();
    await isShut('walls: keys');
  });

  it('do not answer when the proxy lets loopback through', async () => {
    vi.spyOn(Gate.prototype, 'admit').mockImplementation(({ host, port }) => {
      const target = { kind: 'target', target: { addresses: [host], port } } as const;
      const refused = { kind: 'refused', reason: 'private-network' } as const;
      return Promise.resolve(host === homeHost ? { kind: 'home' } : host === '127.0.0.1' ? target : refused);
    });
    await room.start();
    await isShut('walls: network');
  });

  it('do not answer when the window manager hangs, and answer again when it lives', async () => {
    await room.start();
    await stands({ phase: 'free', where: null });
    process.kill(room.manager, 'SIGSTOP');
    room.place.desk.say({ type: 'check-walls' });
    await stands({ phase: 'out-of-service', where: 'walls: windows' });
    process.kill(room.manager, 'SIGCONT');
    room.place.desk.say({ type: 'check-walls' });
    await stands({ phase: 'free', where: null });
  });

  it('do not answer when the window manager is killed', async () => {
    const made = await room.makeHost();
    if (!made.ok) throw new Error(made.problem.where);
    process.kill(room.manager, 'SIGKILL');
    const answers = await made.value.probe('beside');
    expect(answers.find(({ wall }) => wall === 'windows')?.fault).toMatch(/window manager did not answer/);
  });

  it('do not answer while a window of another program is open', async () => {
    await room.start();
    await stands({ phase: 'free', where: null });
    const foreign = spawn('xmessage', ['fenêtre étrangère'], { env: room.screen.environment, stdio: 'ignore' });
    try {
      await vi.waitFor(
        () => expect(room.screen.run('xdotool', 'search', '--class', 'Xmessage')).not.toBe(''),
        patience,
      );
      room.place.desk.say({ type: 'check-walls' });
      await stands({ phase: 'out-of-service', where: 'walls: windows' });
    } finally {
      foreign.kill();
    }
  });

  describe('tried from a terminal', () => {
    it('are told in a line each', async () => {
      const { code, out } = await room.runSelfTest('--self-test');
      expect(out.trim().split('\n')).toEqual(
        ['keys', 'windows', 'policy', 'network', 'jail', 'sandbox'].map((wall) => `${wall.padEnd(8)} stands`),
      );
      expect(code).toBe(0);
    });

    it('are told to fall when they do', async () => {
      const foreign = spawn('xmessage', ['fenêtre étrangère'], { env: room.screen.environment, stdio: 'ignore' });
      try {
        const { code, out } = await room.runSelfTest('--self-test');
        expect(out).toMatch(/^windows +does not stand: a window of another program is open$/m);
        expect(out).toMatch(/^keys +stands$/m);
        expect(code).toBe(1);
      } finally {
        foreign.kill();
      }
    });

    it('are not tried by a word that is mistyped', async () => {
      const { code, out, err } = await room.runSelfTest('--selftest');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain('--self-test');
    });

    it('are left alone where a kiosk runs', async () => {
      await room.start();
      const { code, err } = await room.runSelfTest('--self-test');
      expect(code).toBe(1);
      expect(err).toContain('another one runs');
      await stands({ phase: 'free', where: null });
    });
  });
});
