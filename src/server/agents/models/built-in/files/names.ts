/**
 * Names the generated files use for their own: an entity must not take one of
 * them. Tested against the imports of generated files.
 */
const taken = new Set(`
abstract any arguments as async await boolean break case catch class const continue debugger declare default
delete do else enum eval export extends false finally for from function get if implements import in instanceof
interface is let module namespace never new null number object of package private protected public return set
static string super switch symbol this throw true try type typeof undefined unknown var void while with yield
NaN Infinity Array Boolean Date Error Function Intl JSON Map Math Number Object Partial Promise Proxy Record
RegExp Set String Symbol URL Required Readonly Pick Omit Exclude Extract globalThis window document console
toString valueOf constructor hasOwnProperty prototype React JSX App Values Props Target Row Column Columns Key Sort Undo Saved Option DateRange Flag Filters Changes
records today items item value values label labels loading error canWrite truncated reload query filters sort shown
page view open adding target option options column form save remove close children event index result rows row
filter filters onChange onOpen onDone onClose onAdd move id to cards data format group groups entries text date flag
cell read write add each count related more change noFilters accent slices addButton examples lists isAppEmpty
theme flags name names text title key start day date month list samples all state created count total color props
dayjs notifications saved first last search file changed inOrder visible footer wanted size small csv whatNow pages
`.split(/\s+/).filter(Boolean));

export type Names = {
  /** `loan`: one record in code. */
  one: string;
  /** `loans`: the collection. */
  list: string;
  /** `Loan`: the type. */
  type: string;
  /** `Loans`: the first part of component names about all of them. */
  types: string;
};

/** Identifiers for entities in order, unique over the app: `class` becomes `classRecord`. */
export function nameEntities(entities: { name: string; singular: string; plural: string }[]): Names[] {
  const used = new Set<string>();
  return entities.map((entity) => {
    const one = camel(entity.singular) || camel(entity.name) || 'record';
    const many = camel(entity.name) || camel(entity.plural) || 'records';
    for (let round = 0; ; round += 1) {
      const suffix = round === 0 ? '' : round === 1 ? 'Record' : `Record${round}`;
      const names: Names = {
        one: one + suffix,
        list: one + suffix === many ? `${many}List` : suffix === '' ? many : `${one}${suffix}s`,
        type: pascal(one) + suffix,
        types: suffix === '' && pascal(many) !== pascal(one) ? pascal(many) : `${pascal(one)}${suffix}s`,
      };
      const claimed = claims(names);
      if (claimed.every((name) => !used.has(name) && !reserved(name))) {
        for (const name of claimed) used.add(name);
        return names;
      }
    }
  });
}

function claims({ one, list, type, types }: Names): string[] {
  return [
    one, list, type, types, `Saved${type}`, `use${type}Names`,
    ...['Labels', 'Title', 'Flags', 'Of'].map((part) => one + part),
    ...['new', 'remove', 'validate'].map((part) => part + type), `filter${types}`,
    ...['Form', 'Card', 'Details', 'Drawer', 'Select', 'Target', 'Values'].map((part) => type + part),
    ...['Page', 'Table', 'Board', 'Calendar', 'Charts', 'Filters', 'Cards', 'Toolbar'].map((part) => types + part),
  ];
}

// Names made from other names end like this; a Tabler icon starts with Icon, a hook with use.
function reserved(name: string): boolean {
  return taken.has(name) || components.has(name) || /(?:Options|Names)$/.test(name) && !name.startsWith('use') || /^(?:Icon|use)[A-Z]/.test(name) && !name.endsWith('Names');
}

const components = new Set(`
Alert Anchor Badge Box Button Card Center Checkbox Container Divider Drawer Fieldset Grid Group List Menu Modal
NumberInput Pagination Paper Rating ScrollArea SegmentedControl Select SimpleGrid Skeleton Stack Switch Table
Tabs Text TextInput Textarea ThemeIcon Title Tooltip UnstyledButton ActionIcon Autocomplete VisuallyHidden
MantineProvider Notifications BarChart LineChart DonutChart DateInput TimeInput DatePickerInput
ChoiceBadge FlagBadges DateText PlainText LongText Stars YesNo WebLink MailLink PhoneLink SortHeader LoadingRows
LoadError EmptyState Board BoardColumn BoardCard MonthGrid ChartCard Overview Detail Records Field
`.split(/\s+/).filter(Boolean));

function words(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/).filter(Boolean);
}

function pascal(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function camel(text: string): string {
  const name = words(text).slice(0, 6).map((word, at) => (at === 0 ? word.toLowerCase() : pascal(word.toLowerCase()))).join('').slice(0, 32);
  return /^\d/.test(name) ? `n${name}` : name;
}
