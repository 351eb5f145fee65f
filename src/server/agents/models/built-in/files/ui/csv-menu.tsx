import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconDownload, IconUpload } from '@tabler/icons-react';
import { saveFile } from '@ninefold/app';
import { useRef } from 'react';
import type { Csv } from './csv';
import { showDone, showError } from './feedback';

type Props<Saved, Stored> = { csv: Csv<Saved, Stored>; shown: Saved[]; canWrite: boolean };

/** Takes the list out as a CSV file, or reads records from one. */
export function CsvMenu<Saved, Stored>({ csv, shown, canWrite }: Props<Saved, Stored>) {
  const input = useRef<HTMLInputElement>(null);

  function exportFile() {
    saveFile(csv.fileName, csv.write(shown)).catch((error: unknown) =>
      showError('The export did not work', error),
    );
  }

  async function importFile(file: File | undefined) {
    if (!file) return;
    try {
      const { records, problems } = csv.read(await file.text());
      const { added, failed } = await csv.add(records);
      showDone(`${added} ${added === 1 ? 'record' : 'records'} imported.`);
      const refused = failed.length > 0 ? [`${failed.length} records were refused.`] : [];
      const told = [...problems.slice(0, 3), ...refused];
      if (told.length > 0)
        showError(`${problems.length + failed.length} lines were left out`, new Error(told.join(' ')));
    } catch (error) {
      showError('The import did not work', error);
    }
  }

  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size="input-sm" variant="default" aria-label="Export and import">
            <IconDotsVertical size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDownload size={15} aria-hidden />}
            onClick={exportFile}
            disabled={shown.length === 0}
          >
            Export as CSV
          </Menu.Item>
          {canWrite && (
            <Menu.Item
              leftSection={<IconUpload size={15} aria-hidden />}
              onClick={() => input.current?.click()}
            >
              Import from CSV
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        hidden
        aria-label="CSV file"
        onChange={(event) => {
          void importFile(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
