import type { Field } from '../blueprint.ts';
import { cellOf, dataPath, merge, namesImports, namesLines, namesVariable } from './cells.ts';
import { code, element, imports, statement } from './code.ts';
import type { Doc } from './code.ts';
import { isNumeric } from './fields.ts';
import { entityNamed } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { quote } from './text.ts';

/** More columns nobody reads side by side; the rest is in the record. */
const mostColumns = 16;

/** The columns: the title first; long texts only while there is room for them. */
export function columnsOf(entity: EntityModel): Field[] {
  const rest = entity.fields.filter((field) => field !== entity.title && (field.type !== 'long-text' || entity.fields.length <= 8));
  return [entity.title, ...rest].slice(0, mostColumns);
}

/** `features/loans/table.tsx`: all fields side by side, sorted by the column one clicks. */
export function tableFile(model: AppModel, entity: EntityModel): string {
  const { one, list, type, types } = entity.names;
  const columns = columnsOf(entity);
  const rules = entity.highlights.length > 0;
  const names = namesLines(model, columns);
  const special = columns.filter((field) => field.type === 'choice' || field.type === 'reference');
  const ui = '../../ui';
  const cells = columns.slice(1).map((field) => cellOf(model, entity, field, { ui, lines: 2 }));
  const wide = columns.length > 8;
  return code`
    ${imports(merge(
      { '@mantine/core': ['Anchor', rules && 'Group', 'Paper', 'Table', 'VisuallyHidden'], react: ['useState'] },
      { [dataPath(ui, entity)]: [`${one}Labels`, `${one}Title`, ...special.filter((field) => field.type === 'choice').map((field) => `${field.name}Options`), `type Saved${type}`] },
      rules ? { [`../../rules/${entity.name}`]: [`${one}Flags`], '../../ui/flags': ['FlagBadges', 'flagStyle'] } : {},
      { '../../ui/pages': ['usePages'], '../../ui/row-menu': ['RowMenu'], '../../ui/sort-header': ['SortHeader'], '../../ui/sorting': ['sorted', 'type Sort', special.length > 0 && 'type SortValue'] },
      special.some((field) => field.type === 'choice') ? { '../../ui/option': ['optionRank'] } : {},
      namesImports(model, columns, ui),
      { './remove': [`remove${type}`] },
      ...cells.map((cell) => cell.imports),
    ))}

    type Column =${columnUnion(columns)};

    type Props = {
      ${list}: Saved${type}[];
      canWrite: boolean;
      onOpen: (${one}: Saved${type}) => void;
    };

    export function ${types}Table({ ${list}, canWrite, onOpen }: Props) {
      const [sort, setSort] = useState<Sort<Column>>({ by: ${quote(sortColumn(entity, columns))}, direction: ${quote(entity.sort.direction)} });
      ${names}
      ${statement('const inOrder =', `sorted(${list}, ${special.length > 0 ? `(${one}) => sortValue(${one}, sort.by)` : `(${one}) => ${one}[sort.by]`}, sort.direction)`)}
      const { visible, footer } = usePages(inOrder);

      ${special.length > 0 ? `${sortFunction(model, entity, special)}\n` : ''}
      return (
        <Paper radius="md" style={{ overflow: 'hidden', position: 'relative' }}>
          <Table.ScrollContainer minWidth={${Math.max(480, columns.length * 130)}} type="native">
            <Table highlightOnHover verticalSpacing="sm" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  ${columns.map((field) => headerOf(entity, field))}
                  <Table.Th w={48}>
                    <VisuallyHidden>Actions</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {visible.map((${one}) => (
                  ${element('Table.Tr', [`key={${one}.id}`, `onClick={() => onOpen(${one})}`, rules ? `style={{ cursor: 'pointer', ...flagStyle(${one}Flags(${one})) }}` : `style={{ cursor: 'pointer' }}`], [
                    titleCell(entity, rules, wide),
                    ...columns.slice(1).map((field, at) => element('Table.Td', isNumeric(field) && field.type !== 'rating' ? ['ta="right"'] : [], [cells[at]!.jsx])),
                    element('Table.Td', ["onClick={(event) => event.stopPropagation()}"], [
                      element('RowMenu', [`name={${one}Title(${one})}`, 'canWrite={canWrite}', `onOpen={() => onOpen(${one})}`, `onDelete={() => remove${type}(${one})}`]),
                    ]),
                  ])}
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {footer}
        </Paper>
      );
    }
  ` + '\n';
}

function columnUnion(columns: Field[]): Doc {
  const names = columns.map((field) => quote(field.name));
  const flat = names.join(' | ');
  return flat.length <= 92 ? ` ${flat}` : ['', ...names.map((name) => `  | ${name}`)].join('\n');
}

function sortColumn(entity: EntityModel, columns: Field[]): string {
  return columns.find((field) => field.name === entity.sort.field)?.name ?? columns[0]!.name;
}

function sortFunction(model: AppModel, entity: EntityModel, special: Field[]): string {
  const { one, type } = entity.names;
  return code`
    function sortValue(${one}: Saved${type}, column: Column): SortValue {
      ${special.map((field) => (field.type === 'choice'
        ? `if (column === '${field.name}') return optionRank(${field.name}Options, ${one}.${field.name});`
        : `if (column === '${field.name}') return ${namesVariable(entityNamed(model, field.to))}.get(${one}.${field.name} ?? '');`))}
      return ${one}[column];
    }
  `;
}

function headerOf(entity: EntityModel, field: Field): Doc {
  const right = isNumeric(field) && field.type !== 'rating';
  return element('SortHeader', [`column="${field.name}"`, `label={${entity.names.one}Labels.${field.name}}`, 'sort={sort}', 'onSort={setSort}', right && 'align="right"']);
}

function titleCell(entity: EntityModel, rules: boolean, wide: boolean): Doc {
  const { one } = entity.names;
  const link = element('Anchor', ['component="button"', 'type="button"', 'inherit', 'fw={550}', 'ta="left"', 'c="var(--mantine-color-text)"'], [`{${one}Title(${one})}`]);
  const inside = rules ? element('Group', ['gap="xs"', wide && 'wrap="nowrap"'], [link, `<FlagBadges flags={${one}Flags(${one})} />`]) : link;
  return element('Table.Td', ['miw={160}'], [inside]);
}
