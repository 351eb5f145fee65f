/**
 * Every reason for which code may go round row-level security, with what it does there and why the person's own
 * rights do not do. The list is closed: a new use needs a new line here, and a test counts them.
 */
export const systemReasons = {
  'agent runs': 'Runs change status and progress while nobody waits, and messages of agents go with them in one transaction; the person who asked may only ask a run to stop.',
  'run events': 'What agents say while they work is written by the server alone, so that no person can speak for an agent.',
  'model contexts': 'What models saw is noted by the server alone, so that nobody can make up or leave out what an agent was told.',
  'sign-up mode': 'At start the server tells the database what new accounts become (SIGNUP).',
  'first account': 'The sign-up page says whether the next account will administer the instance; nobody is signed in then.',
  'access log': 'Reads, sign-ins and refusals are written by the server alone, so that nobody makes an entry for another or leaves out an own one.',
  'audit seals': 'Seals cover the entries of all tenants, and no person may write one; reading them all is also how they are verified.',
  'log partitions': 'Months of the logs are made ahead and, after seven years, removed: no business of any person.',
  'scheduled jobs': 'Which job ran for which period is noted by the server, so that no two processes run the same; nobody is signed in then.',
  'statistics': 'Totals of every workspace and project are counted once a day for all of them; no person sees all of them.',
  'token allowance': 'Tokens are reserved, charged and given back by the server alone, and what runs usually take is counted over all tenants; people only read.',
  'run ledger': 'What a run called, and what that took, is written by the server alone, so that no person can alter a ledger.',
  'billing periods': 'Periods of plans begin and end by the clock, in every workspace, whoever is or is not signed in.',
  'retention': 'What was archived more than 30 days ago is deleted for good, which no person may do.',
  'file sweep': 'Bytes and rows that deletions left behind are removed by a job: their owner is gone, so nobody has a right to them any more.',
  'secret keys': 'The keys that seal secrets are read, made, retired and destroyed by the server alone, and a rotation re-wraps the secrets of all tenants; no person has any right to them.',
  'connection secrets': 'Nobody may read a stored secret back, so the server opens it itself, for somebody whose own rights reach the connection.',
  'workspace models': 'Every member is answered by the models of the workspace, whose settings only its owners and admins see, and whose keys nobody may read back.',
  'token refresh': 'OAuth tokens are stored by the server and refreshed before they expire, while nobody is signed in; no person may read or write them.',
  'backups': 'Runs of the backup are requested by a schedule and change status while nobody waits; people may only read them and ask for one.',
} as const;

export type SystemReason = keyof typeof systemReasons;
