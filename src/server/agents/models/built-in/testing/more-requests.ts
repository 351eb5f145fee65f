/** More requests: other fields of work, prose, headings and lists. */
export const moreRequests: { text: string; means: string[] }[] = [
  {
    text: 'Warehouse stock: products with SKU, location, quantity and minimum quantity. Flag products below the minimum in orange. Chart quantity by location.',
    means: [
      'Warehouse Stock (blue)',
      'products: name:text, sku:text, location:text, quantity:number, minimumQuantity:number | bar "Total quantity per location"; orange "Low stock" when quantity below-field minimumQuantity',
    ],
  },
  {
    text: 'Church volunteer roster: name, ministry, phone, availability (Sunday morning, Sunday evening, weekdays)',
    means: [
      'Church Volunteer Roster (indigo)',
      'volunteers: name:text, ministry:text, phone:phone, availability:choice(Sunday morning/Sunday evening/Weekdays)',
    ],
  },
  {
    text: 'Restaurant menu manager with dishes: name, category (starter, main, dessert), price, vegan or not, allergens',
    means: [
      'Restaurant Menu Manager (orange)',
      'dishes: name:text, category:choice(Starter/Main/Dessert), price:money USD, vegan:yes-no, allergens:long-text',
    ],
  },
  {
    text: 'Event registrations: attendee name, email, ticket type (standard, VIP), paid or not. Pie chart of ticket types.',
    means: [
      'Event Registrations (grape)',
      'registrations: attendeeName:text, email:email, ticketType:choice(Standard/VIP), paid:yes-no | donut "Registrations per ticket type"',
    ],
  },
  {
    text: 'Build me a help desk. Tickets have a subject, requester, priority, status and created date. Mark urgent ones red. Board by status.',
    means: [
      'Help Desk (blue)',
      'tickets: subject:text, requester:person, priority:choice(Low/Medium/High), status:choice(New/In progress/Waiting/Resolved/Closed), createdDate:date | board by status; red "High priority" when priority equals high',
    ],
  },
  {
    text: 'We rent out kayaks. I need an app to log rentals: customer, kayak, pickup date, return date, deposit paid. Highlight late returns in red.',
    means: [
      'Rental Tracker (blue)',
      'rentals: customer:person, kayak:text, pickupDate:date, returnDate:date, depositPaid:yes-no, returned:yes-no | calendar by pickupDate; red "Overdue" when returnDate before-today and returned is-false',
    ],
  },
  {
    text: 'Vehicle maintenance log for our fleet. Each vehicle has a plate, make, model and mileage. Each service entry belongs to a vehicle and has a date, cost and description. Chart cost per month.',
    means: [
      'Vehicle Maintenance Log (orange)',
      'vehicles: plate:text, make:text, model:text, mileage:number',
      'service-entries: title:text, vehicle:reference>vehicles, date:date, cost:money USD, description:long-text | bar "Total cost per month"',
    ],
  },
  {
    text: 'Contract management: vendor, start date, end date, annual value, auto-renewal yes/no, owner. Warn 60 days before the end date.',
    means: [
      'Contract Manager (indigo)',
      'contracts: title:text, vendor:text, startDate:date, endDate:date, annualValue:money USD, autoRenewal:yes-no, owner:person | orange "Due soon" when endDate within-days 60',
    ],
  },
  {
    text: 'Meeting room booking system: room, booked by, date, start time, end time, number of attendees',
    means: [
      'Meeting Room Bookings (indigo)',
      'room-bookings: room:text, bookedBy:person, date:date, startTime:time, endTime:time, attendees:number | calendar by date',
    ],
  },
  {
    text: 'Donation tracker for our nonprofit: donors with name, email and phone; donations with amount, date, method and donor. Show total donations per month as a line chart.',
    means: [
      'Nonprofit Donation Tracker (teal)',
      'donations: title:text, donor:reference>donors, amount:money USD, date:date, method:choice(Cash/Card/Bank transfer) | line "Total amount per month"',
      'donors: name:text, email:email, phone:phone',
    ],
  },
  {
    text: 'Grant applications with funder, amount requested, deadline, status (drafting, submitted, awarded, rejected). Show those due within 14 days in orange.',
    means: [
      'Grant Applications (teal)',
      'applications: title:text, funder:text, amountRequested:money USD, deadline:date, status:choice(Drafting/Submitted/Awarded/Rejected) | board by status; orange "Due soon" when deadline within-days 14 and status not-equals rejected',
    ],
  },
  {
    text: 'Property management app with properties, tenants and leases. Each lease links a tenant to a property with start date, end date and monthly rent. Highlight leases ending within 60 days.',
    means: [
      'Property Manager (blue)',
      'properties: name:text, address:text, price:money USD, bedrooms:number, bathrooms:number, size:number m², status:choice(Available/Under offer/Sold/Rented), notes:long-text',
      'tenants: name:text, email:email, phone:phone, moveInDate:date, monthlyRent:money USD, deposit:money USD, status:choice(Active/Notice given/Moved out)',
      'leases: title:text, tenant:reference>tenants, property:reference>properties, startDate:date, endDate:date, monthlyRent:money USD, status:choice(Draft/Active/Ended) | board by status; orange "Expires soon" when endDate within-days 60',
    ],
  },
  {
    text: 'Wine cellar inventory: wine, vintage, region, grape, quantity, price per bottle, rating 1-10',
    means: [
      'Wine Cellar Inventory (blue)',
      'wines: wine:text, vintage:text, region:choice(North/South/East/West), grape:text, quantity:number, pricePerBottle:money USD, rating:rating 10',
    ],
  },
  {
    text: 'Legal matters with client, opposing party, lawyer, next hearing, status (open, in court, closed), hourly rate in euros',
    means: [
      'Legal Matters (indigo)',
      'matters: title:text, client:person, opposingParty:text, lawyer:person, nextHearing:date, status:choice(Open/In court/Closed), hourlyRate:money EUR | board by status',
    ],
  },
  {
    text: 'Construction site daily log: date, weather, workers on site, hours, work done, delays, photos',
    means: [
      'Construction Site Daily Log (orange)',
      'daily-logs: title:text, date:date, weather:text, workersOnSite:number, hours:number, photos:link, workDone:long-text, delays:long-text',
    ],
  },
  {
    text: 'Our HR team wants to track trainings: employee, course, provider, completion date, expiry date, certificate link. Expired ones in red, expiring in 30 days in orange.',
    means: [
      'Training Tracker (violet)',
      'training: name:text, employee:person, course:text, provider:text, completionDate:date, expiryDate:date, certificateLink:link | calendar by completionDate; red "Expired" when expiryDate before-today; orange "Expires soon" when expiryDate within-days 30',
    ],
  },
  {
    text: 'A dashboard of sales: salesperson, region, product, amount, date. Revenue by region and per month as charts.',
    means: [
      'Sales Tracker (teal)',
      'sales: product:text, salesperson:person, region:choice(North/South/East/West), amount:money USD, date:date | bar "Total amount per month"; bar "Total amount per region"',
    ],
  },
  {
    text: 'Travel planner with trips, flights and hotels. Each flight and hotel belongs to a trip.',
    means: [
      'Travel Planner (blue)',
      'trips: title:text, destination:text, startDate:date, endDate:date, cost:money USD, notes:long-text | calendar by startDate',
      'flights: flightNumber:text, trip:reference>trips, date:date, departureTime:time, fromPlace:text, toPlace:text, price:money USD, status:choice(Booked/Confirmed/Cancelled) | board by status; calendar by date',
      'hotels: name:text, trip:reference>trips, address:text, pricePerNight:money USD, capacity:number, rating:rating 5, website:link, notes:long-text',
    ],
  },
  {
    text: 'Catering orders: client, event date, number of guests, menu, total price, deposit paid yes/no, status (inquiry, confirmed, delivered, invoiced). Show as board, calendar by event date and chart total price per month.',
    means: [
      'Catering Orders (orange)',
      'catering-orders: orderNumber:text, client:person, eventDate:date, guests:number, menu:text, totalPrice:money USD, depositPaid:yes-no, status:choice(Inquiry/Confirmed/Delivered/Invoiced) | board by status; calendar by eventDate; bar "Total price per month"',
    ],
  },
  {
    text: 'parking permits: holder, plate, zone (A, B, C), valid until. Flag permits expiring within 2 weeks in yellow and expired permits in red',
    means: [
      'Parking Permits (green)',
      'parking-permits: plate:text, holder:person, zone:choice(A/B/C), validUntil:date | yellow "Expires soon" when validUntil within-days 14; red "Expired" when validUntil before-today',
    ],
  },
  {
    text: 'Build an app that lets employees book meeting rooms and desks',
    means: [
      'Booking Manager (indigo)',
      'bookings: date:date, meetingRoom:reference>meeting-rooms, desk:reference>desks, time:time, status:choice(Requested/Confirmed/Completed/Cancelled), notes:long-text | board by status; calendar by date',
      'meeting-rooms: name:text, capacity:number, location:text, status:choice(Available/Reserved/Out of service), notes:long-text',
      'desks: name:text, capacity:number, location:text, status:choice(Available/Reserved/Out of service), notes:long-text',
    ],
  },
  {
    text: 'Water meter readings per apartment with date, reading in m3 and who took it. Warn if the reading is above 500.',
    means: [
      'Water Meter Readings (blue)',
      'readings: title:text, apartment:reference>apartments, date:date, reading:number m³, takenBy:person | orange "High reading" when reading above 500',
      'apartments: name:text, floor:text, capacity:number, monthlyRent:money USD, status:choice(Vacant/Occupied/Maintenance), notes:long-text',
    ],
  },
  {
    text: 'Solar panel installs: customer, address, number of panels, capacity in kW, installer, install date, permit approved, invoice amount; monthly revenue chart',
    means: [
      'Solar Panel Installs (blue)',
      'solar-panel-installs: name:text, customer:person, address:text, panels:number, capacity:number kW, installer:text, installDate:date, permitApproved:yes-no, invoiceAmount:money USD | bar "Total invoice amount per month"',
    ],
  },
  {
    text: 'Hackathon: teams, participants, projects. A participant belongs to a team. A project belongs to a team and has a score from 0 to 10. Average score per team as a chart.',
    means: [
      'Hackathon (violet)',
      'teams: name:text, manager:person, location:text, phone:phone, notes:long-text',
      'participants: name:text, team:reference>teams, email:email, phone:phone, ticketType:choice(Standard/VIP/Student), checkedIn:yes-no, dietaryRequirements:text',
      'projects: name:text, team:reference>teams, score:rating 10, dueDate:date, status:choice(Planning/In progress/On hold/Completed) | board by status; bar "Average score per team"',
    ],
  },
  {
    text: 'Please create a system for reporting potholes: street, photo, reported on, severity (low, medium, high), assigned crew, fixed. Show unfixed high severity potholes in red.',
    means: [
      'Pothole Tracker (blue)',
      'potholes: street:text, photo:link, reportedOn:date, severity:choice(Low/Medium/High), assignedCrew:text, fixed:yes-no | red "Unfixed, high severity" when fixed is-false and severity equals high',
    ],
  },
  {
    text: 'Crane inspection certificates: crane, certificate number, issued on, valid until, inspector. Anything expiring in 90 days yellow, expired red.',
    means: [
      'Crane Inspection Certificates (blue)',
      'certificates: name:text, crane:text, certificateNumber:text, issuedOn:date, validUntil:date, inspector:person | yellow "Expires soon" when validUntil within-days 90; red "Expired" when validUntil before-today',
    ],
  },
  {
    text: 'Marketing campaign planner with channel (email, social, print, events), budget, spend, start date, end date, owner; flag campaigns where spend is above budget',
    means: [
      'Marketing Campaign Planner (blue)',
      'campaigns: name:text, channel:choice(Email/Social/Print/Events), budget:money USD, spend:money USD, startDate:date, endDate:date, owner:person | red "Over budget" when spend above-field budget',
    ],
  },
  {
    text: 'Veterinary vaccine stock: vaccine, manufacturer, doses in stock, minimum doses, expiry date; warn when doses are below the minimum and when it expires in 60 days',
    means: [
      'Veterinary Vaccine Stock (teal)',
      'vaccines: vaccine:text, manufacturer:text, dosesInStock:number, minimumDoses:number, expiryDate:date | calendar by expiryDate; red "Low stock" when dosesInStock below-field minimumDoses; orange "Expires soon" when expiryDate within-days 60',
    ],
  },
  {
    text: 'Server inventory: hostname, IP address, operating system, environment, owner, RAM in GB, warranty until. Warranty expired in red. Dark blue please.',
    means: [
      'Server Inventory (indigo)',
      'servers: name:text, hostname:text, ipAddress:text, operatingSystem:text, environment:choice(Production/Staging/Development), owner:person, ram:number GB, warrantyUntil:date | red "Expired" when warrantyUntil before-today',
    ],
  },
  {
    text: 'Architecture firm: projects, phases, timesheets. Each phase belongs to a project and has a fee and a deadline. Each timesheet belongs to a phase with employee, date and hours.',
    means: [
      'Architecture Firm (blue)',
      'projects: name:text, owner:person, startDate:date, dueDate:date, budget:money USD, status:choice(Planning/In progress/On hold/Completed), description:long-text | board by status',
      'phases: name:text, project:reference>projects, fee:money USD, deadline:date, status:choice(Planned/In progress/Done) | board by status; calendar by deadline',
      'timesheets: description:text, phase:reference>phases, project:reference>projects, employee:person, date:date, hours:number',
    ],
  },
  {
    text: 'customer complaints per store with description, date, severity and resolved; show unresolved in red; complaints per store chart',
    means: [
      'Customer Complaints (blue)',
      'complaints: title:text, store:reference>stores, date:date, severity:choice(Low/Medium/High/Critical), resolved:yes-no, description:long-text | bar "Complaints per store"; red "Unresolved" when resolved is-false',
      'stores: name:text, manager:person, location:text, phone:phone, notes:long-text',
    ],
  },
  {
    text: 'Blood pressure diary with date, systolic, diastolic, pulse and notes. Chart average systolic per week.',
    means: [
      'Blood Pressure Diary (blue)',
      'blood-pressures: name:text, date:date, systolic:number, diastolic:number, pulse:number, notes:long-text | bar "Average systolic per week"',
    ],
  },
  {
    text: 'Keep track of who is on call each week: engineer, start date, end date, backup, phone',
    means: [
      'Shift Tracker (blue)',
      'shifts: name:text, engineer:person, startDate:date, endDate:date, backup:text, phone:phone | calendar by startDate',
    ],
  },
  {
    text: 'Lost and found register: item, found on, location, finder, claimed or not',
    means: [
      'Lost and Found Register (blue)',
      'lost-items: item:text, foundOn:date, location:text, finder:text, claimed:yes-no',
    ],
  },
  {
    text: 'A museum volunteer schedule with volunteer, gallery, date, start time, end time. Show it on a calendar.',
    means: [
      'Museum Volunteer Schedule (violet)',
      'shifts: volunteer:person, gallery:text, date:date, startTime:time, endTime:time | calendar by date',
    ],
  },
  {
    text: 'Food truck: menu items with price and cost, orders with date, item, quantity and total; chart total sales per day',
    means: [
      'Food Truck (orange)',
      'menu-items: name:text, price:money USD, cost:money USD',
      'orders: orderNumber:text, item:reference>menu-items, date:date, quantity:number, total:money USD | bar "Total per day"',
    ],
  },
  {
    text: `# Clinic scheduler

We are a physiotherapy practice with four therapists.

## Entities
- **Patients**: name, date of birth, phone, email, insurance
- **Therapists**: name, specialty, phone
- **Appointments**: patient, therapist, date, start time, duration in minutes, status (booked, done, cancelled), notes

## Views
- Appointments on a calendar
- Board of appointments by status

## Rules
- Highlight appointments that are today in blue
- Chart appointments per therapist`,
    means: [
      'Clinic Scheduler (teal)',
      'patients: name:text, dateOfBirth:date, phone:phone, email:email, insurance:text',
      'therapists: name:text, specialty:text, phone:phone',
      'appointments: title:text, patient:reference>patients, therapist:reference>therapists, date:date, startTime:time, duration:number min, status:choice(Booked/Done/Cancelled), notes:long-text | board by status; calendar by date; bar "Appointments per therapist"; blue "Today" when date is-today and status not-equals done and status not-equals cancelled',
    ],
  },
  {
    text: `Track projects and tasks:
- Projects
  - name
  - client
  - deadline
  - budget
- Tasks
  - title
  - project
  - assignee
  - status: todo, doing, done
  - priority: low, medium, high`,
    means: [
      'Project Tracker (blue)',
      'projects: name:text, client:person, deadline:date, budget:money USD',
      'tasks: title:text, project:reference>projects, assignee:person, status:choice(Todo/Doing/Done), priority:choice(Low/Medium/High) | board by status',
    ],
  },
  {
    text: `Hi team, we run a small catering company and at the moment everything lives in spreadsheets. What I'd love to have is a tool in which we can record our events. For every event we store the client, the event date, the number of guests, the menu and the total price. We also need to know whether the deposit has been paid. An event goes through the stages inquiry, confirmed, delivered and paid. It would be great to see events on a calendar and as a board. Events without a deposit should be highlighted in orange. Finally, I'd like a chart with the total price per month.`,
    means: [
      'Event Tracker (grape)',
      'events: name:text, client:person, eventDate:date, guests:number, menu:text, totalPrice:money USD, depositPaid:yes-no, stage:choice(Inquiry/Confirmed/Delivered/Paid) | board by stage; calendar by eventDate; bar "Total price per month"; orange "No deposit" when depositPaid is-false',
    ],
  },
  {
    text: 'Please create an application for managing a library. There should be books with title, author, ISBN and number of copies. There should be readers with name and email. When a reader borrows a book we record the loan date and the due date, and whether it was returned. Overdue loans must be red.',
    means: [
      'Book Manager (indigo)',
      'books: title:text, author:text, isbn:text, copies:number',
      'readers: name:text, email:email',
      'loans: loanDate:date, reader:reference>readers, book:reference>books, dueDate:date, returned:yes-no | red "Overdue" when dueDate before-today and returned is-false',
    ],
  },
];
