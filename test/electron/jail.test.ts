import { describe, expect, it } from 'vitest';
import {
  browserFolder,
  channelDescriptor,
  unjailed,
  type VisitorGround,
  visitorLaunch,
} from '../../main/electron/jail.ts';

const ground: VisitorGround = {
  folder: '/run/escale/visitors/one',
  proxySocket: '/run/escale/proxy',
  programs: ['/opt/escale'],
  display: { name: ':77', socket: '/tmp/.X11-unix/X77', authority: '/run/escale/x-authority' },
};

describe('a visitor’s program', () => {
  it('stands in a jail with its own files and the one descriptor, and writes below the jail’s home', () => {
    const { words, environment } = visitorLaunch(ground, true, ['electron', '--visitor']);
    expect(words.join(' ')).toContain('--ro-bind /opt/escale /opt/escale');
    expect(words.join(' ')).toContain(`--dir ${browserFolder(ground, true)}`);
    expect(words.join(' ')).toContain(`${channelDescriptor}<&-`);
    expect(words.slice(-2)).toEqual(['electron', '--visitor']);
    expect(environment).toMatchObject({ DISPLAY: ':77', HOME: '/home/visitor', XAUTHORITY: '/run/authority' });
  });

  it('runs by itself in a demonstration without a jail, from a folder that is removed', () => {
    const { command, words, environment } = unjailed(ground, ['electron', 'main.js']);
    expect([command, ...words]).toEqual(['electron', 'main.js']);
    expect(environment).toMatchObject({ HOME: ground.folder, TMPDIR: ground.folder });
    expect(browserFolder(ground, false)).toBe('/run/escale/visitors/one/browser');
  });
});
