import type { Blueprint } from '../blueprint.ts';
import { appFile, hasOverview, overviewFile } from './app-file.ts';
import { boardField, boardFile } from './board-file.ts';
import { calendarField, calendarFile } from './calendar-file.ts';
import { cardFile, detailsFile } from './card-file.ts';
import { cardsFile } from './cards-file.ts';
import { chartsFile } from './charts-file.ts';
import { csvFile } from './csv-file.ts';
import { dataFile } from './data-file.ts';
import { drawerFile, relatedFile } from './drawer-file.ts';
import { filtersFile } from './filters-file.ts';
import { formFile, selectFile } from './form-file.ts';
import { modelOf } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { pageFile } from './page-file.ts';
import { rulesFile } from './rules-file.ts';
import { hasExamples, samplesFile } from './samples-file.ts';
import { tableFile } from './table-file.ts';
import { themeFile } from './theme-file.ts';
import { uiFilesFor } from './ui-files.ts';
import type { AppFile } from './ui-files.ts';
import { removeFile, valuesFile } from './values-file.ts';

export { architectureOf, designOf, requirementsOf, tracesOf } from './documents.ts';
export { samplesOf, schemaOf } from './schema.ts';
export type { AppFile } from './ui-files.ts';

/**
 * The files of the React app a blueprint stands for, sorted by path. The same
 * blueprint gives the same bytes; a change touches the files it is about.
 */
export function filesOf(blueprint: Blueprint): AppFile[] {
  const model = modelOf(blueprint);
  const own: AppFile[] = [
    { path: 'app.tsx', content: appFile(model), isMainFile: true },
    { path: 'theme.ts', content: themeFile(model) },
    ...(hasOverview(model) ? [{ path: 'overview.tsx', content: overviewFile(model) }] : []),
    ...(hasExamples(model) ? [{ path: 'samples.ts', content: samplesFile(model) }] : []),
    ...model.entities.flatMap((entity) => entityFiles(model, entity)),
  ];
  return [...own, ...uiFilesFor(own)].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function entityFiles(model: AppModel, entity: EntityModel): AppFile[] {
  const folder = `features/${entity.name}`;
  const files: [string, string | false][] = [
    [`data/${entity.name}.ts`, dataFile(entity)],
    [`rules/${entity.name}.ts`, entity.highlights.length > 0 && rulesFile(entity)],
    [`${folder}/page.tsx`, pageFile(model, entity)],
    [`${folder}/table.tsx`, tableFile(model, entity)],
    [`${folder}/cards.tsx`, cardsFile(entity)],
    [`${folder}/card.tsx`, cardFile(model, entity)],
    [`${folder}/details.tsx`, detailsFile(model, entity)],
    [`${folder}/drawer.tsx`, drawerFile(model, entity)],
    [`${folder}/related.tsx`, entity.referredBy.length > 0 && relatedFile(model, entity)],
    [`${folder}/select.tsx`, entity.referredBy.length > 0 && selectFile(entity)],
    [`${folder}/filters.tsx`, filtersFile(model, entity)],
    [`${folder}/form.tsx`, formFile(model, entity)],
    [`${folder}/values.ts`, valuesFile(entity)],
    [`${folder}/remove.ts`, removeFile(entity)],
    [`${folder}/csv.ts`, csvFile(model, entity)],
    [`${folder}/board.tsx`, boardField(entity) !== undefined && boardFile(model, entity)],
    [`${folder}/calendar.tsx`, calendarField(entity) !== undefined && calendarFile(entity)],
    [`${folder}/charts.tsx`, entity.charts.length > 0 && chartsFile(model, entity)],
  ];
  return files.flatMap(([path, content]) => (content === false ? [] : [{ path, content }]));
}
