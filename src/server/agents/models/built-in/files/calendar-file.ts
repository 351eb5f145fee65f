import { dataPath } from './cells.ts';
import { code, imports } from './code.ts';
import type { EntityModel } from './model.ts';

export function calendarField(entity: EntityModel) {
  const view = entity.views.find((one) => one.kind === 'calendar');
  return entity.fields.find((field) => field.name === view?.by);
}

/** `features/classes/calendar.tsx`: a month with each record on its day. */
export function calendarFile(entity: EntityModel): string {
  const { one, list, type, types } = entity.names;
  const by = calendarField(entity)!;
  const time = entity.fields.find((field) => field.type === 'time');
  const rules = entity.highlights.length > 0;
  return code`
    ${imports({
      [dataPath('../../ui', entity)]: [`${one}Title`, `type Saved${type}`],
      ...(rules ? { [`../../rules/${entity.name}`]: [`${one}Flags`] } : {}),
      '../../ui/month-grid': ['MonthGrid'],
      '../../ui/sorting': time ? ['sorted'] : [],
    })}

    type Props = {
      ${list}: Saved${type}[];
      onOpen: (${one}: Saved${type}) => void;
      /** Called with the day someone wants to add to; not set for people who may only look. */
      onAdd?: (date: string) => void;
    };

    /** A month at a time, each record on its day. */
    export function ${types}Calendar({ ${list}, onOpen, onAdd }: Props) {
      const entries = ${time ? `sorted(${list}, (${one}) => ${one}.${time.name}, 'asc')` : list}.map((${one}) => ({
        id: ${one}.id,
        date: ${one}.${by.name},
        text: ${time ? `[${one}.${time.name}, ${one}Title(${one})].filter(Boolean).join(' ')` : `${one}Title(${one})`},
        ${rules ? `flag: ${one}Flags(${one})[0],` : ''}
        onOpen: () => onOpen(${one}),
      }));
      return <MonthGrid entries={entries} onAdd={onAdd} />;
    }
  ` + '\n';
}
