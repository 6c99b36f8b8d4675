import { nothing } from './endings.ts';
import type { SessionEventKind, SessionPhase } from './session.ts';
import { table } from './transition.ts';

/** The table of `transition.ts` as a Mermaid state diagram; `npm run diagram` writes it, a test finds it out of date. */

const named = (phase: SessionPhase): string => phase.replaceAll('-', '_');

/** One arrow per pair of phases, with everything that leads along it. */
function arrows(): readonly string[] {
  const labels = new Map<string, SessionEventKind[]>();
  for (const [phase, cells] of Object.entries(table) as [SessionPhase, (typeof table)[SessionPhase]][]) {
    for (const kind of Object.keys(cells) as SessionEventKind[]) {
      for (const next of cells[kind].leadsTo) {
        const arrow = `${named(phase)} --> ${named(next)}`;
        labels.set(arrow, [...(labels.get(arrow) ?? []), kind]);
      }
    }
  }
  return [...labels].map(([arrow, kinds]) => `  ${arrow}: ${kinds.join(', ')}`);
}

/** What means something in a phase without leaving it. */
function notes(): readonly string[] {
  return (Object.entries(table) as [SessionPhase, (typeof table)[SessionPhase]][]).flatMap(([phase, cells]) => {
    const kinds = (Object.keys(cells) as SessionEventKind[]).filter(
      (kind) => cells[kind].leadsTo.length === 0 && cells[kind].rule !== nothing,
    );
    return kinds.length === 0 ? [] : [`  note right of ${named(phase)}: also ${kinds.join(', ')}`];
  });
}

/** A whole Markdown page. */
export const drawDiagram = (): string => `# The visitor's session

Drawn from the table in \`transition.ts\` by \`npm run diagram\`. A kiosk always starts by wiping.

\`\`\`mermaid
stateDiagram-v2
  [*] --> wiping
${[...arrows(), ...notes()].join('\n')}
\`\`\`
`;
