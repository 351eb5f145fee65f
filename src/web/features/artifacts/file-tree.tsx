import { IconBraces, IconChevronDown, IconChevronRight, IconFile, IconFileCode } from '@tabler/icons-react';
import { useState } from 'react';
import type { ArtifactFile } from '#contract/artifacts.ts';
import { treeOf, type FileNode } from './tree-of.ts';
import classes from './file-tree.module.css';

export function FileTree({ files, open, onOpen }: { files: ArtifactFile[]; open: string; onOpen: (path: string) => void }) {
  return <Nodes nodes={treeOf(files.map(({ path }) => path))} open={open} onOpen={onOpen} />;
}

function Nodes({ nodes, open, onOpen }: { nodes: FileNode[]; open: string; onOpen: (path: string) => void }) {
  return (
    <ul className={classes.nodes}>
      {nodes.map((node) => (node.children ? <Folder key={node.path} node={node} open={open} onOpen={onOpen} /> : (
        <li key={node.path}>
          <button type="button" className={classes.node} aria-current={node.path === open || undefined} onClick={() => onOpen(node.path)} title={node.path}>
            <FileIcon name={node.name} /><span>{node.name}</span>
          </button>
        </li>
      )))}
    </ul>
  );
}

function Folder({ node, open, onOpen }: { node: FileNode; open: string; onOpen: (path: string) => void }) {
  const [isOpen, setOpen] = useState(true);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <button type="button" className={classes.node} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Chevron size={15} stroke={1.8} aria-hidden="true" /><span>{node.name}</span>
      </button>
      {isOpen && <Nodes nodes={node.children ?? []} open={open} onOpen={onOpen} />}
    </li>
  );
}

function FileIcon({ name }: { name: string }) {
  const Icon = /\.[cm]?[jt]sx?$/.test(name) ? IconFileCode : name.endsWith('.json') ? IconBraces : IconFile;
  return <Icon size={15} stroke={1.6} aria-hidden="true" />;
}
