import { run, runError, step } from '#contract/agents.ts';
import { collection, record } from '#contract/app-data.ts';
import { artifact, artifactFile, artifactFileContent, artifactVersion, preview } from '#contract/artifacts.ts';
import { accessEntry, auditEntry } from '#contract/audit.ts';
import { allowance, cap, estimate, ledger, ledgerCall, usage } from '#contract/billing.ts';
import { backup, backupAlert } from '#contract/backups.ts';
import { chat, chatListItem, chatSnapshot, message, messagePart } from '#contract/chats.ts';
import { connectionStatus } from '#contract/connections.ts';
import { contextSection, modelContext, modelContextSummary } from '#contract/contexts.ts';
import { document, documentBlock, documentSummary } from '#contract/documents.ts';
import { documentComment } from '#contract/document-comments.ts';
import { problem } from '#contract/errors.ts';
import { artifactEvent, chatEvent, presenceEvent, projectEvent } from '#contract/events.ts';
import { storedFile } from '#contract/files.ts';
import { chatMember, me, mention, project, projectMember, workspace } from '#contract/people.ts';
import { highlights, searchHit } from '#contract/search.ts';
import { traceMatrix, tracedCriterion } from '#contract/traces.ts';

/** Schemas that the OpenAPI document names as components; everything else stands in place. */
export const namedSchemas = {
  Problem: problem, Me: me, Workspace: workspace, Project: project, ProjectMember: projectMember,
  Chat: chat, ChatSnapshot: chatSnapshot, Message: message, MessagePart: messagePart, ChatEvent: chatEvent,
  Run: run, RunError: runError, Step: step, Document: document, DocumentSummary: documentSummary, DocumentBlock: documentBlock,
  DocumentComment: documentComment, TraceMatrix: traceMatrix, TracedCriterion: tracedCriterion,
  Artifact: artifact, ArtifactFile: artifactFile, ArtifactFileContent: artifactFileContent, ArtifactVersion: artifactVersion,
  ArtifactEvent: artifactEvent, Preview: preview, Collection: collection, Record: record,
  File: storedFile, ConnectionStatus: connectionStatus,
  Backup: backup, BackupAlert: backupAlert, AuditEntry: auditEntry, AccessEntry: accessEntry,
  SearchHit: searchHit, Highlights: highlights, Usage: usage, Allowance: allowance, Cap: cap, Estimate: estimate, Ledger: ledger, LedgerCall: ledgerCall,
  ModelContext: modelContext, ModelContextSummary: modelContextSummary, ContextSection: contextSection,
  ChatListItem: chatListItem, ChatMember: chatMember, Mention: mention, PresenceEvent: presenceEvent, ProjectEvent: projectEvent,
};
