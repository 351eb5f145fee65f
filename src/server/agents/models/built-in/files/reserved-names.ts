/**
 * Names the generated files use for their own: an entity must not take one of
 * them. Tested against the imports of generated files.
 */
export const taken = new Set(`
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
useForm useState useMemo useMediaQuery usePages useMembers useRef useIsAppEmpty
theme flags name names text title key start day date month list samples all state created count total color props
dayjs notifications saved first last search file changed inOrder visible footer wanted size small csv whatNow pages
`.split(/\s+/).filter(Boolean));

/** Functions, types and components generated files import. */
export const components = new Set(`
Alert Anchor Badge Box Button Card Center Checkbox Container Divider Drawer Fieldset Grid Group List Menu Modal
NumberInput Pagination Paper Rating ScrollArea SegmentedControl Select SimpleGrid Skeleton Stack Switch Table
Tabs Text TextInput Textarea ThemeIcon Title Tooltip UnstyledButton ActionIcon Autocomplete VisuallyHidden
MantineProvider Notifications BarChart LineChart DonutChart DateInput TimeInput DatePickerInput
ChoiceBadge FlagBadges DateText PlainText LongText Stars YesNo WebLink MailLink PhoneLink SortHeader LoadingRows
LoadError EmptyState Board BoardColumn BoardCard MonthGrid ChartCard Overview Detail Records Field
AutocompleteProps Collection ColorSwatch CsvMenu DateField DateInputProps Input MoveMenu NothingFound
PageHeader PersonInput RatingInput RelatedList RowMenu SelectProps SortValue Tile TruncatedNotice Unsorted
averageOf between changesOf counted createTheme csvOf dateIn daysFromToday emailAddress fieldErrors flagStyle
formatDate formatMoney formatNumber formatTotal groupByDate groupByText groupByYesNo idIn isAtLeast
isBeforeToday isBelow isBetween isToday isWithinDays matches messageOf numberIn numberOf optionIn optionLabel
optionRank phoneNumber recordsIn saveFile showDone showError showUndo sorted sumOf webAddress yesNoIn
`.split(/\s+/).filter(Boolean));
