import { dataPath } from './cells.ts';
import type { Field } from '../blueprint.ts';
import { hasOverview } from './app-file.ts';
import { boardField } from './board-file.ts';
import { calendarField } from './calendar-file.ts';
import { code, element, imports, openTag, when } from './code.ts';
import type { AppModel, EntityModel } from './model.ts';
import { rulesOf } from './rules-file.ts';
import { hasExamples } from './samples-file.ts';
import { attribute, capital, jsxText, lower, property, quote } from './text.ts';

/** `features/loans/page.tsx`: puts list, views, filters and the drawer together. */
export function pageFile(model: AppModel, entity: EntityModel): string {
  const { one, list, type, types } = entity.names;
  const rules = rulesOf(entity);
  const board = boardField(entity);
  const calendar = calendarField(entity);
  // An app of several pages shows its charts on the overview.
  const charts = entity.charts.length > 0 && !hasOverview(model);
  const views = ['table', ...entity.views.map((view) => view.kind)];
  const opensWith = views.includes(entity.opensWith ?? '') ? entity.opensWith! : 'table';
  const many = views.length > 1;
  const examples = hasExamples(model);
  const money = entity.fields.find((field) => field.type === 'money' && isAdditive(field));
  const onOpen = `onOpen={(${one}) => setTarget({ ${one} })}`;
  return code`
    ${imports({
      '@mantine/core': ['Button', many && 'SegmentedControl', 'Stack'],
      '@mantine/hooks': ['useMediaQuery'],
      '@tabler/icons-react': ['IconPlus'],
      react: ['useState'],
      [dataPath('../../ui', entity)]: [list, `type Saved${type}`],
      '../../samples': [examples && 'addExamples', examples && 'useIsAppEmpty'],
      [`../../rules/${entity.name}`]: rules.map((rule) => rule.name),
      '../../ui/empty-state': ['EmptyState'],
      '../../ui/load-state': ['LoadError', 'LoadingRows', 'NothingFound', 'TruncatedNotice'],
      '../../ui/numbers': money ? ['formatTotal', 'sumOf'] : [],
      '../../ui/page-header': ['PageHeader', rules.length > 0 && 'counted'],
      '../../ui/csv-menu': ['CsvMenu'],
      './csv': [`use${types}Csv`],
      './board': [board && `${types}Board`],
      './calendar': [calendar && `${types}Calendar`],
      './cards': [`${types}Cards`],
      './charts': [charts && `${types}Charts`],
      './drawer': [`${type}Drawer`, `type ${type}Target`],
      './filters': ['noFilters', `useFiltered${types}`, `${types}FilterBar`],
      './table': [`${types}Table`],
    })}

    const whatNow = ${quote(emptyText(entity, examples))};

    export function ${types}Page() {
      const { items, loading, error, canWrite, truncated, reload } = ${list}.useList();
      const [filter, setFilter] = useState(noFilters);
      ${many ? `const [view, setView] = useState(${quote(opensWith)});` : ''}
      const [target, setTarget] = useState<${type}Target | null>(null);
      const small = useMediaQuery('(max-width: 48em)');
      const shown = useFiltered${types}(items, filter);
      const csv = use${types}Csv();
      ${examples ? 'const isAppEmpty = useIsAppEmpty();' : ''}

      if (loading) return <LoadingRows />;
      if (error && items.length === 0) return <LoadError error={error} onRetry={reload} />;

      const addButton = canWrite && (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setTarget({})}>
          ${jsxText(`Add ${lower(entity.singular)}`)}
        </Button>
      );

      return (
        <Stack gap="md">
          <PageHeader ${attribute('title', capital(entity.plural))} summary={items.length === 0 ? [] : summaryOf(items)}>
            ${many ? viewSwitch(views) : ''}
            <CsvMenu csv={csv} shown={shown} canWrite={canWrite} />
            {items.length > 0 && addButton}
          </PageHeader>
          {truncated && <TruncatedNotice />}
          {items.length === 0 ? (
            ${openTag('EmptyState', [attribute('title', `No ${lower(entity.plural)} yet`), "text={canWrite ? whatNow : 'There is nothing to see here so far.'}"])}
              {addButton}
              ${examples ? code`
                {canWrite && isAppEmpty && (
                  <Button variant="default" onClick={() => void addExamples()}>
                    Add example records
                  </Button>
                )}
              ` : ''}
            </EmptyState>
          ) : (
            <>
              ${charts ? `{!small && <${types}Charts ${list}={items} />}` : ''}
              <${types}FilterBar filter={filter} onChange={setFilter} />
              {shown.length === 0 && <NothingFound onReset={() => setFilter(noFilters)} />}
              ${when(`${many ? "view === 'table' && " : ''}shown.length > 0 && !small`, element(`${types}Table`, [`${list}={shown}`, 'canWrite={canWrite}', onOpen]))}
              ${when(`${many ? "view === 'table' && " : ''}small`, element(`${types}Cards`, [`${list}={shown}`, onOpen]))}
              ${board ? code`
                {view === 'board' && (
                  <${types}Board
                    ${list}={shown}
                    canWrite={canWrite}
                    ${onOpen}
                    onAdd={(value) => setTarget({ start: { ${property(board.name, 'value')} } })}
                  />
                )}
              ` : ''}
              ${calendar ? code`
                {view === 'calendar' && (
                  <${types}Calendar
                    ${list}={shown}
                    ${onOpen}
                    onAdd={canWrite ? (date) => setTarget({ start: { ${property(calendar.name, 'date')} } }) : undefined}
                  />
                )}
              ` : ''}
              ${charts ? `{small && <${types}Charts ${list}={items} />}` : ''}
            </>
          )}
          ${when('target', element(`${type}Drawer`, ['target={target}', 'canWrite={canWrite}', 'onClose={() => setTarget(null)}']))}
        </Stack>
      );
    }

    /** The figures under the title of the page. */
    function summaryOf(items: Saved${type}[]): string[] {
      const parts = [\`\${items.length} \${items.length === 1 ? ${quote(lower(entity.singular))} : ${quote(lower(entity.plural))}}\`];
      ${money ? `const total = sumOf(items, (${one}) => ${one}.${money.name});\nparts.push(formatTotal(total, ${quote(money.unit!)}) + ${quote(` ${lower(money.label)}`)});` : ''}
      ${rules.map(({ name, highlight }) => `parts.push(...counted(items.filter(${name}).length, ${quote(lower(highlight.label))}));`)}
      return parts;
    }
  ` + '\n';
}

// A sum of prices or rates says nothing; a sum of amounts, values or costs does.
function isAdditive(field: Field): boolean {
  return !/\b(?:prices?|rates?|per|each|unit|limit|salary|wage)\b/i.test(field.label);
}

function emptyText(entity: EntityModel, examples: boolean): string {
  const first = `Add the first ${lower(entity.singular)}`;
  return examples ? `${first}, or start with some example records to see how it works.` : `${first} to get started.`;
}

function viewSwitch(views: string[]): string {
  return code`
    {items.length > 0 && (
      <SegmentedControl
        aria-label="View"
        value={view}
        onChange={setView}
        data={[
          ${views.map((view) => `{ value: '${view}', label: '${capital(view)}' },`)}
        ]}
      />
    )}
  `;
}
