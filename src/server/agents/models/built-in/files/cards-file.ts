import { dataPath } from './cells.ts';
import { code, imports, statement } from './code.ts';
import type { EntityModel } from './model.ts';
import { columnsOf } from './table-file.ts';
import { quote } from './text.ts';

/** `features/loans/cards.tsx`: the list on a small screen, where a table would not fit. */
export function cardsFile(entity: EntityModel): string {
  const { one, list, type, types } = entity.names;
  const by = columnsOf(entity).find((field) => field.name === entity.sort.field) ?? entity.title;
  return code`
    ${imports({
      '@mantine/core': ['Stack'],
      [dataPath('../../ui', entity)]: [`type Saved${type}`],
      '../../ui/pages': ['usePages'],
      '../../ui/sorting': ['sorted'],
      './card': [`${type}Card`],
    })}

    type Props = { ${list}: Saved${type}[]; onOpen: (${one}: Saved${type}) => void };

    /** The list on a small screen, where a table would not fit. */
    export function ${types}Cards({ ${list}, onOpen }: Props) {
      ${statement('const inOrder =', `sorted(${list}, (${one}) => ${one}.${by.name}, ${quote(entity.sort.direction)})`)}
      const { visible, footer } = usePages(inOrder);
      return (
        <Stack gap="xs">
          {visible.map((${one}) => (
            <${type}Card key={${one}.id} ${one}={${one}} onOpen={() => onOpen(${one})} />
          ))}
          {footer}
        </Stack>
      );
    }
  ` + '\n';
}
