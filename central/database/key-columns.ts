import type { KeyFigures } from '../../contract/central-routes.ts';
import { type KeyMeasure, keyMeasures } from '../../contract/figures/measures.ts';
import type { KeyColumn, KeyColumns } from './schema.ts';

const columnOf = (measure: KeyMeasure): KeyColumn => measure.replaceAll('-', '_') as KeyColumn;

const pairs: readonly (readonly [KeyMeasure, KeyColumn])[] = keyMeasures.map((measure) => [measure, columnOf(measure)]);

export const keyColumns: readonly KeyColumn[] = pairs.map(([, column]) => column);

export const columnsOf = (valueOf: (measure: KeyMeasure) => number | undefined): KeyColumns =>
  Object.fromEntries(pairs.map(([measure, column]) => [column, valueOf(measure) ?? 0])) as Record<KeyColumn, number>;

export const figuresOf = (row: KeyColumns): KeyFigures =>
  Object.fromEntries(pairs.map(([measure, column]) => [measure, row[column]])) as KeyFigures;
