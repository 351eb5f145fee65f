import { dataPath } from './cells.ts';
import { code, element, imports, when } from './code.ts';
import { isWide } from './form-file.ts';
import { entityNamed } from './model.ts';
import type { AppModel, EntityModel } from './model.ts';
import { attribute, capital, lower, quote } from './text.ts';

type Related = { entity: EntityModel; field: string; sole: boolean };

/** Entities whose records point to this one, each field on its own. */
export function relatedOf(model: AppModel, entity: EntityModel): Related[] {
  return entity.referredBy.map(({ entity: name, field }) => ({
    entity: entityNamed(model, name),
    field,
    sole: entity.referredBy.filter((other) => other.entity === name).length === 1,
  }));
}

/** `features/loans/drawer.tsx`: one record beside the list: to edit, to read, with what belongs to it. */
export function drawerFile(model: AppModel, entity: EntityModel): string {
  const { one, type } = entity.names;
  const rules = entity.highlights.length > 0;
  const related = relatedOf(model, entity);
  return code`
    ${imports({
      '@mantine/core': ['Drawer', 'Stack'],
      [dataPath('../../ui', entity)]: [`type ${type}`, `type Saved${type}`],
      ...(rules ? { [`../../rules/${entity.name}`]: [`${one}Flags`], '../../ui/flags': ['FlagBadges'] } : {}),
      './details': [`${type}Details`],
      './form': [`${type}Form`],
      ...(related.length > 0 ? { './related': related.map((each) => relatedName(each)) } : {}),
    })}

    /** What the drawer shows: a record, or a new one with what is known of it already. */
    export type ${type}Target = { ${one}?: Saved${type}; start?: Partial<${type}> };

    type Props = { target: ${type}Target; canWrite: boolean; onClose: () => void };

    export function ${type}Drawer({ target, canWrite, onClose }: Props) {
      const { ${one}, start } = target;
      return (
        <Drawer
          opened
          onClose={onClose}
          position="right"
          size=${isWide(entity) ? '"xl"' : '"md"'}
          title={${one} ? ${quote(capital(entity.singular))} : ${quote(`New ${lower(entity.singular)}`)}}
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <Stack>
            ${rules ? `{${one} && <FlagBadges flags={${one}Flags(${one})} />}` : ''}
            {canWrite && <${type}Form ${one}={${one}} start={start} onDone={onClose} />}
            {!canWrite && ${one} && <${type}Details ${one}={${one}} />}
            ${related.map((each) => when(one, element(relatedName(each), [`${one}={${one}}`, 'canWrite={canWrite}'])))}
          </Stack>
        </Drawer>
      );
    }
  ` + '\n';
}

function relatedName({ entity, field, sole }: Related): string {
  return `Related${entity.names.types}${sole ? '' : `By${capital(field)}`}`;
}

/** `features/companies/related.tsx`: the records of other kinds that belong to this one. */
export function relatedFile(model: AppModel, entity: EntityModel): string {
  const { one, type } = entity.names;
  const related = relatedOf(model, entity);
  const others = [...new Set(related.map((each) => each.entity))];
  return code`
    ${imports({
      react: ['useState'],
      [dataPath('../../ui', entity)]: [`type Saved${type}`],
      '../../ui/related': ['RelatedList'],
      ...Object.fromEntries(others.map((other) => [dataPath('../../ui', other), other === entity ? [other.names.list, `type Saved${type}`] : [other.names.list]])),
      ...Object.fromEntries(others.flatMap((other) => {
        const folder = other === entity ? '.' : `../${other.name}`;
        return [[`${folder}/card`, [`${other.names.type}Card`]], [`${folder}/drawer`, [`${other.names.type}Drawer`, `type ${other.names.type}Target`]]];
      })),
    })}

    type Props = { ${one}: Saved${type}; canWrite: boolean };

    ${related.map((each) => `${relatedComponent(entity, each)}\n`)}
  ` + '\n';
}

function relatedComponent(entity: EntityModel, each: Related): string {
  const { one } = entity.names;
  const other = each.entity;
  const item = other === entity ? 'item' : other.names.one;
  const field = other.fields.find((candidate) => candidate.name === each.field)!;
  const title = each.sole ? capital(other.plural) : `${capital(other.plural)} (${field.label})`;
  return code`
    export function ${relatedName(each)}({ ${one}, canWrite }: Props) {
      const { items } = ${other.names.list}.useList();
      const [target, setTarget] = useState<${other.names.type}Target | null>(null);
      const related = items.filter((${item}) => ${item}.${each.field} === ${one}.id);
      return (
        <RelatedList
          ${attribute('title', title)}
          count={related.length}
          ${attribute('addLabel', `Add ${lower(other.singular)}`)}
          onAdd={canWrite ? () => setTarget({ start: { ${each.field}: ${one}.id } }) : undefined}
        >
          {related.map((${item}) => (
            ${element(`${other.names.type}Card`, [`key={${item}.id}`, `${other.names.one}={${item}}`, `onOpen={() => setTarget(${item === other.names.one ? `{ ${item} }` : `{ ${other.names.one}: ${item} }`})}`])}
          ))}
          ${when('target', element(`${other.names.type}Drawer`, ['target={target}', 'canWrite={canWrite}', 'onClose={() => setTarget(null)}']))}
        </RelatedList>
      );
    }
  `;
}
