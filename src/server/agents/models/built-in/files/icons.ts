import type { Entity } from '../blueprint.ts';

// The first pattern that fits names the icon of a page.
const icons: [RegExp, string][] = [
  [/compan|organi[sz]ation|supplier|vendor|department|office|building|propert|room/, 'IconBuilding'],
  [/contact|customer|client|person|people|member|employee|user|student|applicant|candidate|patient|guest|volunteer|teacher|staff|team/, 'IconUsers'],
  [/deal|opportunit|lead|pipeline|sale/, 'IconTargetArrow'],
  [/expense|invoice|payment|receipt|bill|budget|donation/, 'IconReceipt'],
  [/order|purchase|cart/, 'IconShoppingCart'],
  [/part|stock|inventory|product|item|equipment|asset|tool|device/, 'IconBox'],
  [/vehicle|car|truck|fleet/, 'IconCar'],
  [/bike|bicycle/, 'IconBike'],
  [/service|maintenance|repair|ticket|issue|bug|incident/, 'IconTool'],
  [/event|booking|class|session|appointment|meeting|visit|lesson|reservation|shift/, 'IconCalendarEvent'],
  [/task|todo|checklist|chore/, 'IconChecklist'],
  [/project|campaign/, 'IconFolder'],
  [/book|course|article|document|note|recipe|contract/, 'IconBook'],
  [/loan|rental|checkout/, 'IconArrowsExchange'],
  [/plant|garden|tree/, 'IconPlant'],
  [/animal|pet|dog|cat/, 'IconPaw'],
];

export function iconOf(entity: Entity): string {
  const name = `${entity.name} ${entity.singular}`.toLowerCase();
  return icons.find(([pattern]) => new RegExp(`\\b(?:${pattern.source})`).test(name))?.[1] ?? 'IconList';
}
