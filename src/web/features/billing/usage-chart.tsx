import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import '@mantine/core/styles/ColorSwatch.css';
import type { Usage } from '#contract/billing.ts';
import { tokens } from './words.ts';

/** Tokens a day; days without any are shown as such. */
export function UsageChart({ days, byDay }: Pick<Usage, 'days' | 'byDay'>) {
  const found = new Map(byDay.map((row) => [row.day, row]));
  const data = lastDays(days).map((day) => {
    const row = found.get(day);
    return { day: label(day), Charged: row?.charged ?? 0, 'Not charged': row?.notCharged ?? 0 };
  });
  return (
    // The tables beside it say the same in words.
    <BarChart
      h={220} data={data} dataKey="day" type="stacked" withLegend valueFormatter={tokens} aria-hidden="true" barChartProps={{ accessibilityLayer: false }}
      series={[{ name: 'Charged', color: 'var(--accent)' }, { name: 'Not charged', color: 'var(--line-strong)' }]}
    />
  );
}

function lastDays(days: number): string[] {
  return Array.from({ length: days }, (_, n) => new Date(Date.now() - (days - 1 - n) * 86_400_000).toISOString().slice(0, 10));
}

function label(day: string): string {
  return new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day));
}
