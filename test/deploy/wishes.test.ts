import { describe, expect, it } from 'vitest';
import { readWishes } from '../../deploy/setup/wishes.mjs';

const root = '/srv/escale';
const sentence = (words: readonly string[], env: NodeJS.ProcessEnv): string => {
  const wishes = readWishes(words, env, root);
  return wishes.ok ? 'accepted' : wishes.sentence;
};

describe('what a person may type', () => {
  it('nothing: the usual ports, and data beside the project', () => {
    expect(readWishes([], {}, root)).toEqual({
      ok: true,
      value: {
        watch: false,
        fullscreen: false,
        requireWalls: false,
        data: '/srv/escale/data',
        profile: null,
        ports: { desk: 4300, central: 4400, town: 4500, watch: 4600 },
      },
    });
  });

  it('a folder is meant from where it was typed, not from where npm went', () => {
    const wishes = readWishes([], { ESCALE_DATA: 'essai', ESCALE_PROFILE: '../p.json', INIT_CWD: '/home/ada' }, root);
    expect(wishes).toMatchObject({ value: { data: '/home/ada/essai', profile: '/home/p.json' } });
  });

  it('an unknown flag is named, and the way to the known ones', () => {
    expect(sentence(['--kiosk'], {})).toBe('"--kiosk" is not a flag; "npm start -- --help" lists them');
  });

  it.each(['0', '65536', '43.5', 'desk'])(
    'a port that is none (%s) names its variable and what is expected',
    (port) => {
      expect(sentence([], { ESCALE_DESK_PORT: port })).toBe(
        `ESCALE_DESK_PORT is "${port}": write a port number from 1 to 65535, or leave it out for 4300`,
      );
    },
  );

  it('two programs never share a port', () => {
    expect(sentence([], { ESCALE_DESK_PORT: '4400' })).toBe(
      'ESCALE_CENTRAL_PORT and ESCALE_DESK_PORT are both 4400: give each a port of its own',
    );
  });

  it('the watch port may be anything while nobody watches', () => {
    expect(sentence([], { ESCALE_WATCH_PORT: '4300' })).toBe('accepted');
    expect(sentence(['--watch'], { ESCALE_WATCH_PORT: '4300' })).toContain('both 4300');
  });

  it('walls are required or not, nothing in between', () => {
    expect(readWishes([], { ESCALE_REQUIRE_WALLS: '1' }, root)).toMatchObject({ value: { requireWalls: true } });
    expect(sentence([], { ESCALE_REQUIRE_WALLS: 'yes' })).toContain('ESCALE_REQUIRE_WALLS is "yes"');
  });
});
