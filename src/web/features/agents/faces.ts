import {
  IconChecklist, IconCode, IconListDetails, IconPalette, IconScan, IconSearch, IconShieldCheck, IconSitemap, IconTopologyStar3,
  type TablerIcon,
} from '@tabler/icons-react';
import type { AgentType } from '#contract/agents.ts';

/** How an agent looks: `hue` in degrees of OKLCH; lightness and chroma follow the colour scheme (face.module.css). */
export type Face = { name: string; does: string; icon: TablerIcon; hue: number };

export const faces: Record<AgentType, Face> = {
  orchestrator: { name: 'Orchestrator', does: 'Plans who works and keeps the thread', icon: IconTopologyStar3, hue: 205 },
  requirements: { name: 'Requirements', does: 'Turns the request into stories', icon: IconListDetails, hue: 255 },
  architect: { name: 'Architect', does: 'Shapes the data and its rules', icon: IconSitemap, hue: 295 },
  designer: { name: 'Designer', does: 'Chooses layout, colours and states', icon: IconPalette, hue: 345 },
  coder: { name: 'Coder', does: 'Writes and edits the files', icon: IconCode, hue: 155 },
  quality: { name: 'Quality', does: 'Builds, renders and checks the app', icon: IconShieldCheck, hue: 125 },
  search: { name: 'Search', does: 'Finds what the project already knows', icon: IconSearch, hue: 230 },
  scanning: { name: 'Scanning', does: 'Looks for secrets and unsafe code', icon: IconScan, hue: 30 },
  'data-validation': { name: 'Data validation', does: 'Checks records against their schema', icon: IconChecklist, hue: 75 },
};
