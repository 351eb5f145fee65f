export type Example = { label: string; prompt: string };

/** Examples from different trades; the label is what the chip shows. */
export const examples: Example[] = [
  { label: 'Equipment loans', prompt: 'Build an equipment loan tracker: borrower, item, due date, returned or not. Show overdue loans in red.' },
  { label: 'Sales pipeline', prompt: 'A CRM with contacts, companies and deals. Each deal has a value, a stage (lead, qualified, won, lost) and belongs to a company. Show the pipeline as a board.' },
  { label: 'Hiring', prompt: 'Track job applicants by stage with a rating from 1 to 5 and notes; chart applicants per stage.' },
  { label: 'Expense reports', prompt: 'Expense reports with amount, category, date, receipt link and status (draft, submitted, approved, rejected); total per month as a chart.' },
  { label: 'Stock levels', prompt: 'Inventory of parts with supplier, price, stock level and reorder level; warn when stock is below the reorder level.' },
  { label: 'Visitor log', prompt: 'A visitor log with name, company, host, arrival time and badge returned or not. Show a calendar of visits.' },
];
