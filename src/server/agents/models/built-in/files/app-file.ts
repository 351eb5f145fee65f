import { brackets, code, element, imports, when } from './code.ts';
import type { Doc } from './code.ts';
import { hasExamples } from './samples-file.ts';
import { iconOf } from './icons.ts';
import type { AppModel, EntityModel } from './model.ts';
import { attribute, capital, commentText, jsxText } from './text.ts';

export function hasOverview(model: AppModel): boolean {
  return model.entities.length > 1 && model.entities.some((entity) => entity.charts.length > 0);
}

/** `app.tsx`: the frame of the app and its pages. */
export function appFile(model: AppModel): string {
  const overview = hasOverview(model);
  const tabs = model.entities.length > 1;
  const first = overview ? 'overview' : model.entities[0]?.name ?? '';
  const icons = tabs ? [...(overview ? ['IconLayoutDashboard'] : []), ...model.entities.map(iconOf)] : [];
  return code`
    ${imports({
      '@mantine/core': ['Box', 'Container', 'MantineProvider', tabs && 'ScrollArea', 'Stack', tabs && 'Tabs', model.description !== '' && 'Text', 'Title'],
      '@mantine/notifications': ['Notifications'],
      '@tabler/icons-react': icons,
      './theme': ['cssVariables', 'theme'],
      './overview': [overview && 'Overview'],
      ...Object.fromEntries(model.entities.map((entity) => [`./features/${entity.name}/page`, [`${entity.names.types}Page`]])),
    })}

    /** ${commentText(model.title)}: light or dark follows the studio. */
    export default function App() {
      return (
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables}>
          <Notifications position="bottom-right" />
          <Container size="xl" py="lg" px={{ base: 'md', sm: 'xl' }}>
            <Stack gap="lg">
              <Box>
                <Title order={1} size="h3">
                  ${jsxText(model.title)}
                </Title>
                ${model.description === '' ? '' : code`
                  <Text size="sm" c="dimmed" maw={640} lineClamp={2}>
                    ${jsxText(model.description)}
                  </Text>
                `}
              </Box>
              ${tabs ? '<Pages />' : code`
                <main>
                  ${model.entities.map((entity) => `<${entity.names.types}Page />`)}
                </main>
              `}
            </Stack>
          </Container>
        </MantineProvider>
      );
    }

    ${tabs ? code`
      function Pages() {
        return (
          <Tabs defaultValue=${`"${first}"`} keepMounted={false} component="main">
            <ScrollArea type="never" mb="lg">
              <Tabs.List miw="max-content" style={{ flexWrap: 'nowrap' }} aria-label="Pages">
                ${overview ? tab('overview', 'IconLayoutDashboard', 'Overview') : ''}
                ${model.entities.map((entity) => tab(entity.name === 'overview' ? 'overview-records' : entity.name, iconOf(entity), capital(entity.plural)))}
              </Tabs.List>
            </ScrollArea>
            ${overview ? panel('overview', '<Overview />') : ''}
            ${model.entities.map((entity) => panel(entity.name === 'overview' ? 'overview-records' : entity.name, `<${entity.names.types}Page />`))}
          </Tabs>
        );
      }
    ` : ''}
  ` + '\n';
}

function tab(value: string, icon: string, label: string): string {
  return code`
    <Tabs.Tab value="${value}" leftSection={<${icon} size={16} aria-hidden />}>
      ${jsxText(label)}
    </Tabs.Tab>
  `;
}

function panel(value: string, page: string): string {
  return code`
    <Tabs.Panel value="${value}">
      ${page}
    </Tabs.Panel>
  `;
}

/** `overview.tsx`: the figures of all pages and their charts. */
export function overviewFile(model: AppModel): string {
  const examples = hasExamples(model);
  const charted = model.entities.filter((entity) => entity.charts.length > 0);
  return code`
    ${imports({
      '@mantine/core': [examples && 'Button', 'SimpleGrid', 'Stack', 'Title'],
      './samples': [examples && 'addExamples', examples && 'useIsAppEmpty'],
      './ui/empty-state': [examples && 'EmptyState'],
      ...Object.fromEntries(model.entities.map((entity) => [`./data/${entity.name}`, [entity.names.list]])),
      ...Object.fromEntries(charted.map((entity) => [`./features/${entity.name}/charts`, [`${entity.names.types}Charts`]])),
      './ui/load-state': ['LoadingRows'],
      './ui/tile': ['Tile'],
      ...Object.fromEntries(model.entities.filter((entity) => entity.highlights.length > 0).map((entity) => [`./rules/${entity.name}`, [`${entity.names.one}Flags`]])),
    })}

    /** How things stand: figures first, then the charts. */
    export function Overview() {
      ${model.entities.map((entity) => `const ${listName(entity)} = ${entity.names.list}.useList();`)}
      ${examples ? 'const isAppEmpty = useIsAppEmpty();' : ''}

      if (${brackets(model.entities.map((entity) => listName(entity)), '', 46)}.some((page) => page.loading)) return <LoadingRows />;
      ${examples ? code`
        if (isAppEmpty) {
          return (
            <EmptyState
              order={2}
              title="Nothing here yet"
              text="Figures and charts appear with the first records. Add them on the pages above."
            >
              ${when(`${listName(model.entities[0]!)}.canWrite`, '<Button onClick={() => void addExamples()}>Add example records</Button>')}
            </EmptyState>
          );
        }
      ` : ''}

      return (
        <Stack gap="lg">
          <Title order={2} size="h4">
            Overview
          </Title>
          <SimpleGrid cols={{ base: 2, sm: ${Math.min(4, Math.max(2, model.entities.length))} }}>
            ${model.entities.map((entity) => tile(entity))}
          </SimpleGrid>
          ${charted.map((entity) => `<${entity.names.types}Charts ${entity.names.list}={${listName(entity)}.items} />`)}
        </Stack>
      );
    }
  ` + '\n';
}

function listName(entity: EntityModel): string {
  return `${entity.names.one}Page`;
}

function tile(entity: EntityModel): Doc {
  const { one } = entity.names;
  const flagged = entity.highlights.length > 0
    && `flagged={${listName(entity)}.items.filter((${one}) => ${one}Flags(${one}).length > 0).length}`;
  return element('Tile', [attribute('label', capital(entity.plural)), `value={${listName(entity)}.items.length}`, flagged]);
}

