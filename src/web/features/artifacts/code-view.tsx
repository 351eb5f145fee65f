import { javascript } from '@codemirror/lang-javascript';
import { EditorView, runScopeHandlers } from '@codemirror/view';
import { useComputedColorScheme } from '@mantine/core';
import CodeMirror from '@uiw/react-codemirror';
import { useMemo } from 'react';

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', backgroundColor: 'var(--surface) !important' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-gutters': { backgroundColor: 'var(--surface) !important', color: 'var(--text-dim) !important', borderRight: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--hover) !important' },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-panel input, .cm-panel button': { fontSize: '13px' },
});

/** A file with its syntax in colour; read-only, but with selection and search. */
export default function CodeView({ path, text, onEditor }: { path: string; text: string; onEditor: (openSearch: () => void) => void }) {
  const scheme = useComputedColorScheme('light');
  const extensions = useMemo(() => {
    const isScript = /\.[cm]?[jt]sx?$/.test(path);
    return [look, EditorView.lineWrapping, EditorView.contentAttributes.of({ 'aria-label': `Text of ${path}`, tabindex: '0' }), ...(isScript ? [javascript({ jsx: true, typescript: true })] : [])];
  }, [path]);
  return (
    <CodeMirror
      key={path} value={text} theme={scheme} extensions={extensions} height="100%" style={{ flex: 1, minHeight: 0 }} readOnly
      basicSetup={{ autocompletion: false, closeBrackets: false }}
      onCreateEditor={(view) => {
        onEditor(() => {
          view.focus();
          // The editor's own search shortcut, pressed for those who do not know it.
          const key = { key: 'f', code: 'KeyF', keyCode: 70 };
          if (!runScopeHandlers(view, new KeyboardEvent('keydown', { ...key, ctrlKey: true }), 'editor')) {
            runScopeHandlers(view, new KeyboardEvent('keydown', { ...key, metaKey: true }), 'editor');
          }
        });
      }}
    />
  );
}
