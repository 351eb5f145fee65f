import type { Script, Turn } from './scripted-model.ts';

const schema = {
  type: 'object', additionalProperties: false, required: ['borrower', 'item'], 'x-label': 'item',
  properties: {
    borrower: { type: 'string', title: 'Borrower', maxLength: 200 }, item: { type: 'string', title: 'Item', maxLength: 200 },
    dueDate: { type: 'string', format: 'date', title: 'Due date' }, returned: { type: 'boolean', title: 'Returned' },
  },
};
const samples = [{ borrower: 'Sales', item: 'Projector', dueDate: 'today-3', returned: false }, { borrower: 'Support', item: 'Laptop', dueDate: 'today+5' }];

const appFile = `import { MantineProvider, Title } from '@mantine/core';
import { LoanTable } from './loan-table.tsx';

export function App() {
  return <MantineProvider><Title order={1}>Loans</Title><LoanTable /></MantineProvider>;
}
`;
const tableFile = `import { Table } from '@mantine/core';
import { records } from '@ninefold/app';

type Loan = { borrower: string; item: string; dueDate?: string; returned?: boolean };
const loans = records<Loan>('loans');

export function LoanTable() {
  const { items } = loans.useList();
  return <Table><Table.Tbody>{items.map((loan) => <Table.Tr key={loan.id}><Table.Td>{loan.item}</Table.Td><Table.Td>{loan.borrower}</Table.Td></Table.Tr>)}</Table.Tbody></Table>;
}
`;

const title = 'Loan tracker';
const crew = ['requirements', 'architect', 'designer', 'coder', 'scanning', 'data-validation', 'quality'] as const;

const turns: Record<string, Turn[]> = {
  'orchestrator plan': [{ calls: [{ tool: 'plan_work', input: { title, kind: 'build', message: 'I am building a loan tracker.', steps: crew.map((agent) => ({ agent, intent: `Work on the loans as ${agent}` })) } }] }],
  'orchestrator summary': [{ text: 'The loan tracker is ready to use. ' }],
  'requirements work': [
    { text: 'Writing down what it must do. ', calls: [{ tool: 'write_requirements', input: { title, summary: 'Who has what.', stories: [{ role: 'team lead', goal: 'record a loan', benefit: 'nothing gets lost', criteria: ['A loan can be added'] }], assumptions: ['One item per loan'] } }] },
    { text: 'One story with one criterion.' },
  ],
  'architect work': [
    { calls: [
      { tool: 'write_architecture', input: { title, summary: 'One collection.', entities: [{ name: 'Loan', fields: [{ name: 'item', type: 'text', required: true, note: '' }] }], relations: [], apisUsed: [], securityRequirements: ['Members only'] } },
      { tool: 'define_collections', input: { collections: [{ name: 'loans', title: 'Loans', schema, samples }] } },
    ] },
    { text: 'One collection of loans.' },
  ],
  'designer work': [
    { calls: [{ tool: 'write_ui_design', input: { title, summary: 'A table.', palette: [{ name: 'teal', value: '#12b886' }], framework: 'Mantine 9', layout: ['Title', 'Table'], components: [{ name: 'LoanTable', purpose: 'All loans' }], states: [] } }] },
    { text: 'A table in teal.' },
  ],
  'coder work': [
    { calls: [
      { tool: 'write_file', input: { path: 'app.tsx', content: appFile, isMainFile: true } },
      { tool: 'write_file', input: { path: 'loan-table.tsx', content: tableFile.replace('loans.useList()', 'loans.useLists()') } },
    ] },
    { calls: [{ tool: 'edit_file', input: { path: 'loan-table.tsx', find: 'loans.useLists()', replace: 'loans.useList()' } }, { tool: 'list_files', input: {} }] },
    { calls: [{ tool: 'publish_version', input: { title, summary: 'The first version.', changes: ['Loans in a table'], blueprint: { entities: 1 } } }] },
    { text: 'People can look at their loans.' },
  ],
  'scanning work': [
    { calls: [{ tool: 'scan_files', input: {} }] },
    { calls: [{ tool: 'report_finding', input: { title: 'Scan', summary: 'Nothing was found.', verdict: 'pass', items: [{ text: 'No secrets', ok: true }] } }] },
    { text: 'Nothing was found.' },
  ],
  'data-validation work': [
    { calls: [{ tool: 'validate_records', input: {} }] },
    { calls: [{ tool: 'report_finding', input: { title: 'Data', summary: 'All valid.', verdict: 'pass', items: [{ text: 'Samples fit', ok: true }] } }] },
    { text: 'All samples fit.' },
  ],
  'quality work': [
    { calls: [{ tool: 'build_app', input: {} }] },
    { calls: [{ tool: 'report_finding', input: { title: 'Quality', summary: 'It builds.', verdict: 'pass', items: [{ text: 'It builds', ok: true }] } }] },
    { text: 'The app builds. ' },
  ],
};

/** Builds a small loan tracker, every agent taking part. */
export const loanScript: Script = (context, round) => turns[`${context.agent} ${context.phase}`]?.[round] ?? { text: 'Done.' };
