import { describe, expect, it } from 'vitest';
import type { Screens, WallAnswer } from '../../main/kiosk/host.ts';
import { townPage, type HostUnderTest, type Room } from './room.ts';

/** What every host promises about its walls, where all of them stand; `walls.test.ts` takes them away. */
export function describeWalls(at: () => { room: Room; made: HostUnderTest; screens: Screens }): void {
  describe('asked whether its walls stand', () => {
    const fallen = (answers: readonly WallAnswer[]): readonly WallAnswer[] =>
      answers.filter(({ fault }) => fault !== null);

    it.each(['whole', 'beside'] as const)('says so of the display, tried %s', async (trial) => {
      const answers = await at().made.host.probe(trial);
      expect(fallen(answers)).toEqual([]);
      const tried = answers.map(({ wall }) => wall);
      expect(tried).toEqual(
        (['keys', 'windows'] as const).filter((wall) => !at().made.host.missingWalls.includes(wall)),
      );
    });

    it('says so of a browser that waits, and leaves it ready', async () => {
      const { visitor } = await at().room.openVisitor(at().made.host);
      const answers = await at().room.tryOut(() => visitor.probe('whole'));
      expect(fallen(answers)).toEqual([]);
      const around = (['network', 'jail', 'sandbox'] as const).filter(
        (wall) => !at().made.host.missingWalls.includes(wall),
      );
      expect(answers.map(({ wall }) => wall)).toEqual(expect.arrayContaining(around));
      await visitor.begin(at().room.policy, townPage('/'));
      await visitor.end();
    });

    it('says so beside a session, and nobody notices', async () => {
      const { visitor, told } = await at().room.begin(at().made.host, at().screens, '/typing');
      await visitor.openTab(townPage('/sized'));
      const typing = at().room.screen.typing('je continue');
      expect(fallen([...(await at().made.host.probe('beside')), ...(await visitor.probe('beside'))])).toEqual([]);
      await typing;
      expect(told.refused).toEqual([]);
      await at().screens.layout('locked');
      await visitor.end();
    });
  });
}
