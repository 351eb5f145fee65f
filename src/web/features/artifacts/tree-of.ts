export type FileNode = { name: string; path: string; children?: FileNode[] };

/** Paths as a tree: folders first, then files, each by name. */
export function treeOf(paths: string[]): FileNode[] {
  const top: FileNode[] = [];
  for (const path of paths) {
    const names = path.split('/');
    let level = top;
    names.forEach((name, depth) => {
      if (depth === names.length - 1) return void level.push({ name, path });
      const folderPath = names.slice(0, depth + 1).join('/');
      let folder = level.find((node) => node.path === folderPath && node.children !== undefined);
      if (!folder) {
        folder = { name, path: folderPath, children: [] };
        level.push(folder);
      }
      level = folder.children ?? [];
    });
  }
  return sorted(top);
}

function sorted(nodes: FileNode[]): FileNode[] {
  return nodes
    .map((node) => (node.children ? { ...node, children: sorted(node.children) } : node))
    .sort((a, b) => Number(b.children !== undefined) - Number(a.children !== undefined) || a.name.localeCompare(b.name));
}
