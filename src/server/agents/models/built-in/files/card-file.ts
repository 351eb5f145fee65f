import type { Field, FieldType } from '../blueprint.ts';
import { cellOf, dataPath, merge, namesImports, namesLines } from './cells.ts';
import { code, element, imports } from './code.ts';
import type { AppModel, EntityModel } from './model.ts';

const rank: FieldType[] = ['money', 'date', 'reference', 'person', 'choice', 'rating', 'number', 'time', 'text', 'email', 'phone', 'yes-no'];

/** The two facts a card shows under its title: the ones people look for first. */
export function keyFacts(entity: EntityModel): Field[] {
  const boards = new Set(entity.views.filter((view) => view.kind === 'board').map((view) => view.by));
  const fit = entity.fields.filter((field) => field !== entity.title && rank.includes(field.type) && !boards.has(field.name));
  return [...fit].sort((a, b) => rank.indexOf(a.type) - rank.indexOf(b.type)).slice(0, 2)
    .sort((a, b) => entity.fields.indexOf(a) - entity.fields.indexOf(b));
}

/** `features/loans/card.tsx`: a record in few words, for boards, small screens and related lists. */
export function cardFile(model: AppModel, entity: EntityModel): string {
  const { one, type } = entity.names;
  const facts = keyFacts(entity);
  const rules = entity.highlights.length > 0;
  const cells = facts.map((field) => cellOf(model, entity, field, { ui: '../../ui', lines: 1 }));
  const usesLabels = facts.length > 0;
  return code`
    ${imports(merge(
      { '@mantine/core': ['Anchor', 'Group', 'Paper', 'Stack', facts.length > 0 && 'Text'] },
      { [dataPath('../../ui', entity)]: [`${one}Title`, usesLabels && `${one}Labels`, `type Saved${type}`] },
      rules ? { [`../../rules/${entity.name}`]: [`${one}Flags`], '../../ui/flags': ['FlagBadges', 'flagStyle'] } : {},
      namesImports(model, facts, '../../ui'),
      ...cells.map((cell) => cell.imports),
    ))}

    type Props = {
      ${one}: Saved${type};
      onOpen: () => void;
      /** More actions, in the corner of the card. */
      children?: React.ReactNode;
    };

    export function ${type}Card({ ${one}, onOpen, children }: Props) {
      ${namesLines(model, facts)}
      ${rules ? `const flags = ${one}Flags(${one});` : ''}
      return (
        <Paper p="sm" radius="md" shadow="xs"${rules ? ' style={flagStyle(flags)}' : ''}>
          <Stack gap={6}>
            <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
              ${element('Anchor', ['component="button"', 'type="button"', 'size="sm"', 'fw={600}', 'ta="left"', 'c="var(--mantine-color-text)"', 'onClick={onOpen}'], [`{${one}Title(${one})}`])}
              {children}
            </Group>
            ${facts.map((field, at) => element('Group', ['justify="space-between"', 'gap={6}'], [
              element('Text', ['size="xs"', 'c="dimmed"'], [`{${one}Labels.${field.name}}`]),
              element('Text', ['component="div"', 'size="sm"', 'ta="right"', 'ml="auto"'], [cells[at]!.jsx]),
            ]))}
            ${rules ? '<FlagBadges flags={flags} />' : ''}
          </Stack>
        </Paper>
      );
    }
  ` + '\n';
}

/** `features/loans/details.tsx`: all of a record to read, for people who may not change it. */
export function detailsFile(model: AppModel, entity: EntityModel): string {
  const { one, type } = entity.names;
  const cells = entity.fields.map((field) => cellOf(model, entity, field, { ui: '../../ui' }));
  return code`
    ${imports(merge(
      { '@mantine/core': ['Stack'], [dataPath('../../ui', entity)]: [`${one}Labels`, `type Saved${type}`], '../../ui/detail': ['Detail'] },
      namesImports(model, entity.fields, '../../ui'),
      ...cells.map((cell) => cell.imports),
    ))}

    /** Everything about one record, to read. */
    export function ${type}Details({ ${one} }: { ${one}: Saved${type} }) {
      ${namesLines(model, entity.fields)}
      return (
        <Stack gap="sm" component="dl" m={0}>
          ${entity.fields.map((field, at) => element('Detail', [`label={${one}Labels.${field.name}}`], [cells[at]!.jsx]))}
        </Stack>
      );
    }
  ` + '\n';
}
