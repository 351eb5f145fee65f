import type { Chart, Field } from '../blueprint.ts';
import { dataPath, namesVariable } from './cells.ts';
import { code, imports } from './code.ts';
import { entityNamed } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { attribute, capital, quote } from './text.ts';

type Named = { chart: Chart; name: string };

function namedCharts(entity: EntityModel): Named[] {
  const used = new Set(['BarChart', 'LineChart', 'DonutChart']);
  return entity.charts.map((chart) => {
    const words = chart.title.normalize('NFKD').replace(/[^A-Za-z0-9 ]+/g, ' ').split(/\s+/).filter(Boolean).slice(0, 6);
    const stem = words.map((word) => capital(word.toLowerCase())).join('').replace(/^\d+/, '').replace(/Chart$/, '').slice(0, 40);
    let name = `${capital(stem)}Chart`;
    for (let round = 2; used.has(name) || name === 'Chart'; round += 1) name = `${stem || entity.names.types}${round}Chart`;
    used.add(name);
    return { chart, name };
  });
}

/** `features/expenses/charts.tsx`: figures computed from the records on the screen. */
export function chartsFile(model: AppModel, entity: EntityModel): string {
  const { list, type, types } = entity.names;
  const charts = namedCharts(entity);
  const groups = charts.map(({ chart }) => fieldNamed(entity, chart.groupBy));
  const measures = charts.map(({ chart }) => chart.measure);
  const targets = [...new Set(groups.filter((field) => field.type === 'reference').map((field) => entityNamed(model, field.to)))];
  const sums = measures.flatMap((measure) => (measure.kind === 'count' ? [] : [fieldNamed(entity, measure.field)]));
  return code`
    ${imports({
      '@mantine/charts': charts.map(({ chart }) => mantineChart(chart)),
      '@mantine/core': ['SimpleGrid'],
      ...Object.fromEntries(targets.map((target) => [dataPath('../../ui', target), [`use${target.names.type}Names`, target === entity && `type Saved${type}`, ...(target === entity ? optionsUsed(groups) : [])]])),
      ...(targets.includes(entity) ? {} : { [dataPath('../../ui', entity)]: [...optionsUsed(groups), `type Saved${type}`] }),
      '../../ui/chart-card': ['ChartCard', charts.some(({ chart }) => chart.kind !== 'donut') && 'accent'],
      '../../ui/grouping': [...groups.map((field) => groupFunction(field)), measures.some((measure) => measure.kind === 'average') && 'averageOf', charts.some(({ chart }) => chart.kind === 'donut') && 'slices'],
      '../../ui/numbers': [sums.some((field) => field.type === 'money') && 'formatTotal', (sums.some((field) => field.type !== 'money') || measures.some((measure) => measure.kind === 'count')) && 'formatNumber', measures.some((measure) => measure.kind === 'sum') && 'sumOf'],
    })}

    type Props = { ${list}: Saved${type}[] };

    export function ${types}Charts({ ${list} }: Props) {
      return (
        <SimpleGrid cols={{ base: 1, sm: ${charts.length > 1 ? 2 : 1} }} spacing="md">
          ${charts.map(({ name }) => `<${name} ${list}={${list}} />`)}
        </SimpleGrid>
      );
    }

    ${charts.map((named) => `${chartComponent(model, entity, named)}\n`)}
  ` + '\n';
}

function fieldNamed(entity: EntityModel, name: string): Field {
  return entity.fields.find((field) => field.name === name)!;
}

function optionsUsed(groups: Field[]): string[] {
  return groups.filter((field) => field.type === 'choice').map((field) => `${field.name}Options`);
}

function mantineChart(chart: Chart): string {
  return { bar: 'BarChart', line: 'LineChart', donut: 'DonutChart' }[chart.kind];
}

function groupFunction(field: Field): string {
  switch (field.type) {
    case 'date': return 'groupByDate';
    case 'choice': return 'groupByOption';
    case 'yes-no': return 'groupByYesNo';
    default: return 'groupByText';
  }
}

function chartComponent(model: AppModel, entity: EntityModel, { chart, name }: Named): string {
  const { one, list } = entity.names;
  const field = fieldNamed(entity, chart.groupBy);
  const reference = field.type === 'reference' ? entityNamed(model, field.to) : undefined;
  const value = `${one}.${field.name}`;
  const by = reference ? `${namesVariable(reference)}.get(${value} ?? '')`
    : field.type === 'number' || field.type === 'rating' ? `${value}?.toString()` : value;
  const special = field.type === 'choice' ? `${field.name}Options, ` : field.type === 'date' ? `${quote(chart.bucket!)}, ` : '';
  const measured = chart.measure.kind === 'count' ? undefined : fieldNamed(entity, chart.measure.field);
  const measure = !measured ? '(group) => group.length'
    : `(group) => ${chart.measure.kind === 'sum' ? 'sumOf' : 'averageOf'}(group, (${one}) => ${one}.${measured.name})`;
  const format = measured?.type === 'money' ? `formatTotal(value, ${quote(measured.unit!)})` : `formatNumber(value${measured?.unit ? `, ${quote(measured.unit)}` : ''})`;
  const series = measured ? measured.label : capital(entity.plural);
  const height = 'h={220}';
  const body = chart.kind === 'donut'
    ? `<DonutChart data={slices(data)} valueFormatter={format} tooltipDataSource="segment" />`
    : code`
      <${mantineChart(chart)}
        ${height}
        data={data}
        dataKey="name"
        series={[{ name: 'value', label: ${quote(series)}, color: accent }]}
        valueFormatter={format}
        ${chart.kind === 'line' ? 'curveType="monotone"' : 'maxBarWidth={48}'}
        tickLine="none"
        ${measured ? '' : 'yAxisProps={{ allowDecimals: false }}'}
      />
    `;
  return code`
    function ${name}({ ${list} }: Props) {
      ${reference ? `const ${namesVariable(reference)} = use${reference.names.type}Names();` : ''}
      const data = ${groupFunction(field)}(
        ${list},
        (${one}) => ${by},
        ${special ? `${special.replace(/, $/, '')},` : ''}
        ${measure},
      );
      const format = (value: number) => ${format};
      return (
        <ChartCard ${attribute('title', chart.title)} data={data} format={format}${chart.kind === 'donut' ? ' legend' : ''}>
          ${body}
        </ChartCard>
      );
    }
  `;
}

