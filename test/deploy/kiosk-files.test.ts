import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { visitorPolicies } from '../../main/chromium/policies.ts';
import { linesOf, settingsOf, setupPath } from './setup-files.ts';

describe('the files of an installed kiosk', () => {
  it('let no key out of the X server', () => {
    const lines = linesOf('xorg/10-escale.conf');
    const sections = lines.filter((line) => line.startsWith('Section'));
    expect(lines.filter((line) => line === 'EndSection')).toHaveLength(sections.length);
    const known = /^(Section "\w+"|EndSection|(Option|Identifier|MatchIsKeyboard) "[^"]+"( "[^"]+")?)$/;
    expect(lines.filter((line) => !known.test(line))).toEqual([]);
    expect(lines).toContain('Option "DontVTSwitch" "true"');
    expect(lines).toContain('Option "DontZap" "true"');
    expect(lines).toContain('Option "XkbOptions" "srvrkeys:none"');
  });

  it('start no login by themselves and keep none', () => {
    const settings = settingsOf('logind/escale.conf');
    expect([settings.get('NAutoVTs'), settings.get('ReserveVT')]).toEqual(['0', '0']);
    const masked = linesOf('masked-units');
    expect(masked.filter((unit) => !/^[\w@-]+\.(service|target|socket)$/.test(unit))).toEqual([]);
    for (const unit of ['getty@.service', 'autovt@.service', 'serial-getty@.service', 'ctrl-alt-del.target']) {
      expect(masked).toContain(unit);
    }
    expect(settingsOf('systemd-escale.conf').get('CtrlAltDelBurstAction')).toBe('none');
  });

  it('let no key speak to the kernel, and no crash write memory down', () => {
    const kernel = settingsOf('sysctl/90-escale.conf');
    expect(kernel.get('kernel.sysrq')).toBe('0');
    expect(kernel.get('kernel.core_pattern')).toBe('|/bin/false');
    expect(kernel.get('fs.suid_dumpable')).toBe('0');
  });

  it('leave the jail what it is made of', () => {
    expect(settingsOf('sysctl/90-escale.conf').get('kernel.unprivileged_userns_clone')).toBe('1');
    expect(settingsOf('units/escale-kiosk.service').get('RestrictNamespaces')).toBe('no');
  });

  it('let nobody read a stick, and admit keyboards and mice that are nothing else', () => {
    const rules = linesOf('udev/70-escale.rules');
    const assignment = /^((SUBSYSTEMS?|ENV\{\w+\})==|(ENV\{\w+\}|OWNER|GROUP|MODE)=)"[^"]+"$/;
    expect(rules.flatMap((rule) => rule.split(', ')).filter((word) => !assignment.test(word))).toEqual([]);
    const block = rules.find((rule) => rule.startsWith('SUBSYSTEM=="block"'));
    expect(block).toContain('ENV{UDISKS_IGNORE}="1"');
    expect(block).toContain('MODE="0600"');
    expect(linesOf('usbguard/rules.conf')).toEqual(['allow with-interface match-all { 03:*:* 09:*:* }', 'block']);
  });

  it('have the policies that every visitor’s browser gets, for any browser that would start beside the kiosk', async () => {
    const path = setupPath('chromium/escale.json');
    const style = await resolveConfig(path);
    const text = await format(JSON.stringify(visitorPolicies), { ...style, parser: 'json' });
    // `vitest run -u` writes it anew.
    await expect(text).toMatchFileSnapshot(path);
  });
});

describe('the units of an installed kiosk', () => {
  let root: string;

  /** A machine with nothing but these units and the programs that they name. */
  const plant = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode: 0o755 });
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'escale-units-'));
    for (const name of readdirSync(setupPath('units'))) {
      mkdirSync(join(root, 'etc/systemd/system'), { recursive: true });
      cpSync(setupPath(`units/${name}`), join(root, 'etc/systemd/system', name));
      for (const [, program] of readFileSync(setupPath(`units/${name}`), 'utf8').matchAll(/^Exec\w+=(\/\S+)/gm)) {
        plant(program ?? '', '#!/bin/sh\n');
      }
    }
    for (const target of ['basic', 'sysinit', 'graphical', 'network-online', 'shutdown']) {
      plant(`etc/systemd/system/${target}.target`, `[Unit]\nDescription=${target}\n`);
    }
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it.each(readdirSync(setupPath('units')))('are what systemd understands: %s', (name) => {
    const words = ['verify', '--man=no', '--recursive-errors=no', `--root=${root}`, `/etc/systemd/system/${name}`];
    // What it does not know it only warns of: nothing may be said at all.
    expect(spawnSync('systemd-analyze', words, { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
      stdout: '',
    });
  });

  it('start again whatever happened, and end whole', () => {
    const kiosk = settingsOf('units/escale-kiosk.service');
    expect(kiosk.get('Restart')).toBe('always');
    expect(kiosk.get('StartLimitIntervalSec')).toBe('0');
    expect(kiosk.get('KillMode')).toBe('control-group');
    expect(kiosk.get('BindsTo')).toBe('escale-display.service');
    expect(settingsOf('units/escale-display.service').get('Restart')).toBe('always');
  });

  it('give the kiosk no right that it does not need, and an end to what it may take', () => {
    const kiosk = settingsOf('units/escale-kiosk.service');
    expect(kiosk.get('User')).toBe('escale-kiosk');
    expect(kiosk.get('CapabilityBoundingSet')).toBe('');
    expect(kiosk.get('NoNewPrivileges')).toBe('yes');
    expect(kiosk.get('ProtectSystem')).toBe('strict');
    expect(kiosk.get('MemorySwapMax')).toBe('0');
    expect([kiosk.get('MemoryMax'), kiosk.get('TasksMax')]).not.toContain(undefined);
    // Without these the kiosk could not give each visitor's browser an end of its own.
    expect([kiosk.get('Delegate'), kiosk.get('ProtectControlGroups')]).toEqual(['memory pids', 'no']);
  });
});
