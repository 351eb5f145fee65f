/** Requests from many fields, and what they mean: title, colour, then each kind of record with fields, views, charts and rules. */
export const requests: { text: string; means: string[] }[] = [
  {
    text: 'Inventory for a bike shop: parts with supplier, price, stock level and reorder level; warn when stock is below the reorder level.',
    means: [
      'Bike Shop Inventory (blue)',
      'parts: name:text, supplier:text, price:money USD, stockLevel:number, reorderLevel:number | red "Low stock" when stockLevel below-field reorderLevel',
    ],
  },
  {
    text: 'Track job applicants by stage with a rating from 1 to 5 and notes; chart applicants per stage.',
    means: [
      'Job Applicant Tracker (blue)',
      'applicants: name:text, stage:choice(Applied/Screening/Interview/Offer/Hired/Rejected), rating:rating 5, notes:long-text | board by stage; bar "Applicants per stage"',
    ],
  },
  {
    text: 'Expense reports with amount, category, date, receipt link and status (draft, submitted, approved, rejected); total per month as a chart.',
    means: [
      'Expense Reports (teal)',
      'expense-reports: description:text, amount:money USD, category:choice(Travel/Meals/Supplies/Software/Other), date:date, receiptLink:link, status:choice(Draft/Submitted/Approved/Rejected) | board by status; bar "Total amount per month"',
    ],
  },
  {
    text: 'We need to keep track of support tickets: title, customer email, priority (low, medium, high, urgent), assignee, status. Board by status, chart tickets per priority.',
    means: [
      'Support Ticket Tracker (blue)',
      'support-tickets: title:text, customerEmail:email, priority:choice(Low/Medium/High/Urgent), assignee:person, status:choice(New/In progress/Waiting/Resolved/Closed) | board by status; bar "Support tickets per priority"',
    ],
  },
  {
    text: 'Construction site safety incidents with severity 1-5, site, date, description, injured yes/no and corrective action deadline',
    means: [
      'Construction Site Safety Incidents (orange)',
      'safety-incidents: title:text, severity:number, site:text, date:date, injured:yes-no, correctiveActionDeadline:date, description:long-text',
    ],
  },
  {
    text: 'Volunteer shift planner for a food bank: volunteers with phone and email, shifts with date, start time, end time and role. Each shift is assigned to a volunteer.',
    means: [
      'Volunteer Shift Planner (violet)',
      'shifts: name:text, volunteer:reference>volunteers, date:date, startTime:time, endTime:time, role:text | calendar by date',
      'volunteers: name:text, phone:phone, email:email',
    ],
  },
  {
    text: 'I need something for my yoga studio',
    means: [
      'Yoga Studio (indigo)',
      'classes: name:text, instructor:person, date:date, startTime:time, duration:number min, capacity:number, level:choice(Beginner/Intermediate/Advanced) | calendar by date',
      'members: name:text, email:email, phone:phone, membershipType:choice(Basic/Standard/Premium), joinDate:date, status:choice(Active/Paused/Cancelled)',
      'bookings: date:date, class:reference>classes, member:reference>members, time:time, status:choice(Requested/Confirmed/Completed/Cancelled), notes:long-text | board by status; calendar by date',
    ],
  },
  {
    text: 'Can you make a tool to track which laptops are assigned to which employee?',
    means: [
      'Laptop Tracker (blue)',
      'laptops: name:text, assignedTo:person, status:choice(Available/In use/In repair/Retired)',
    ],
  },
  {
    text: 'Please build a small app. It should track our houseplants. Each plant has a name, a room and a last watered date.',
    means: [
      'Plant Tracker (green)',
      'plants: name:text, room:text, lastWateredDate:date, status:choice(Planned/Planted/Growing/Harvested) | board by status',
    ],
  },
  {
    text: 'I need a tool for our dental clinic to manage patients and appointments. Appointments have a dentist, date, time, treatment and status (booked, done, no-show). Show appointments on a calendar.',
    means: [
      'Dental Clinic (teal)',
      'patients: name:text, dateOfBirth:date, phone:phone, email:email, allergies:text, insuranceNumber:text, lastVisitDate:date, notes:long-text',
      'appointments: title:text, patient:reference>patients, dentist:person, date:date, time:time, treatment:text, status:choice(Booked/Done/No-show) | calendar by date; board by status',
    ],
  },
  {
    text: 'Make me a library app: books with author, ISBN, genre and number of copies; members; loans with due date. Overdue loans in red.',
    means: [
      'Library (indigo)',
      'books: title:text, author:text, isbn:text, genre:choice(Fiction/Non-fiction/Biography/Science/Children), copies:number',
      'members: name:text, email:email, phone:phone, membershipType:choice(Basic/Standard/Premium), joinDate:date, status:choice(Active/Paused/Cancelled)',
      'loans: dueDate:date, book:reference>books, member:reference>members, returned:yes-no | red "Overdue" when dueDate before-today and returned is-false',
    ],
  },
  {
    text: 'Track beehives: location, queen age, last inspection date, honey yield in kg. Highlight hives not inspected for 14 days in orange.',
    means: [
      'Beehive Tracker (blue)',
      'beehives: name:text, location:text, queenAge:number, lastInspectionDate:date, honeyYield:number kg | orange "Not inspected lately" when lastInspectionDate older-than-days 14',
    ],
  },
  {
    text: 'Can you create a contract register? Contract name, counterparty, start date, end date, annual value in EUR, auto-renewal yes/no. Flag contracts ending within 60 days in orange.',
    means: [
      'Contract Register (indigo)',
      'contracts: name:text, counterparty:text, startDate:date, endDate:date, annualValue:money EUR, autoRenewal:yes-no | orange "Expires soon" when endDate within-days 60',
    ],
  },
  {
    text: 'Wine cellar: wines by producer, vintage, region, bottles left, price and rating out of 10. Pie chart by region.',
    means: [
      'Wine Cellar (blue)',
      'wines: name:text, producer:text, vintage:text, region:choice(North/South/East/West), bottlesLeft:number, price:money USD, rating:rating 10 | donut "Wines per region"',
    ],
  },
  {
    text: 'Greenhouse planting log with crop, bed, sowing date, expected harvest date, status (sown, growing, harvested). Calendar by harvest date and chart of yield per crop.',
    means: [
      'Greenhouse Planting Log (green)',
      'plantings: crop:text, bed:text, sowingDate:date, expectedHarvestDate:date, status:choice(Sown/Growing/Harvested), yield:number | calendar by expectedHarvestDate; board by status; bar "Total yield per crop"',
    ],
  },
  {
    text: 'We run a small animal shelter. We want to record animals (name, species, age, arrival date, adopted yes or no) and adopters (name, phone, email). Each animal can have an adopter. Show animals not adopted in yellow.',
    means: [
      'Animal Tracker (teal)',
      'animals: name:text, adopter:reference>adopters, species:text, age:number, arrivalDate:date, adopted:yes-no | yellow "Not adopted" when adopted is-false',
      'adopters: name:text, phone:phone, email:email',
    ],
  },
  {
    text: 'Maintenance log for our fleet: vehicles with plate number, model, mileage and next service date; services with vehicle, date, cost and garage. Sum of cost per vehicle as a chart. Services due in 30 days should be orange.',
    means: [
      'Fleet Maintenance Log (orange)',
      'vehicles: name:text, plateNumber:text, model:text, mileage:number, nextServiceDate:date',
      'services: title:text, vehicle:reference>vehicles, date:date, cost:money USD, garage:text | bar "Total cost per vehicle"; orange "Due soon" when date within-days 30',
    ],
  },
  {
    text: 'Please make a system to manage gym memberships - members, plans and payments. Payments have an amount, a date and a method. Chart payments per month.',
    means: [
      'Member Manager (teal)',
      'members: name:text, plan:reference>plans, email:email, phone:phone, membershipType:choice(Basic/Standard/Premium), joinDate:date, status:choice(Active/Paused/Cancelled)',
      'plans: name:text, notes:long-text',
      'payments: title:text, member:reference>members, amount:money USD, date:date, method:choice(Cash/Card/Bank transfer/Other), status:choice(Pending/Received/Failed) | board by status; bar "Payments per month"',
    ],
  },
  {
    text: 'Course feedback: course, participant, rating 1-5, comment. average rating per course as chart',
    means: [
      'Course Feedback (violet)',
      'feedback: name:text, course:text, participant:person, rating:rating 5, comment:long-text | bar "Average rating per course"',
    ],
  },
  {
    text: 'Keep a list of our suppliers: name, contact person, email, phone, website, preferred yes/no.',
    means: [
      'Suppliers (blue)',
      'suppliers: name:text, contactPerson:person, email:email, phone:phone, website:link, preferred:yes-no',
    ],
  },
  {
    text: 'Leave requests: employee, from, to, type (vacation, sick, other), approved yes/no. Pending requests in yellow.',
    means: [
      'Leave Requests (blue)',
      'leave-requests: employee:person, from:date, to:date, type:choice(Vacation/Sick/Other), approved:yes-no | calendar by from; yellow "Pending" when approved is-false',
    ],
  },
  {
    text: 'A CRM with contacts, companies and deals. Each deal has a value, a stage (lead, qualified, won, lost) and belongs to a company. Show the pipeline as a board.',
    means: [
      'CRM (teal)',
      'contacts: name:text, company:reference>companies, email:email, phone:phone, jobTitle:text, notes:long-text',
      'companies: name:text, industry:text, website:link, phone:phone, address:text, notes:long-text',
      'deals: name:text, company:reference>companies, contact:reference>contacts, value:money USD, stage:choice(Lead/Qualified/Won/Lost) | board by stage',
    ],
  },
  {
    text: 'Build an equipment loan tracker: borrower, item, due date, returned or not. Show overdue loans in red.',
    means: [
      'Equipment Loan Tracker (blue)',
      'loans: item:text, borrower:person, dueDate:date, returned:yes-no | red "Overdue" when dueDate before-today and returned is-false',
    ],
  },
  {
    text: 'Church event planner: events with date, time, venue and organiser; volunteers with name, phone; each volunteer helps at an event. Calendar of events.',
    means: [
      'Church Event Planner (indigo)',
      'events: name:text, date:date, time:time, venue:text, organiser:person | calendar by date',
      'volunteers: name:text, event:reference>events, phone:phone',
    ],
  },
  {
    text: 'Real estate listings with address, price, bedrooms, bathrooms, agent, status (available, under offer, sold). Board by status and chart of average price per agent.',
    means: [
      'Real Estate Listings (blue)',
      'real-estate-listings: address:text, price:money USD, bedrooms:number, bathrooms:number, agent:person, status:choice(Available/Under offer/Sold) | board by status; bar "Average price per agent"',
    ],
  },
  {
    text: 'IT asset register: asset tag, type (laptop, monitor, phone), serial number, assigned to, purchase date, warranty end. Highlight warranties ending in the next 90 days in orange.',
    means: [
      'IT Asset Register (blue)',
      'assets: name:text, assetTag:text, type:choice(Laptop/Monitor/Phone), serialNumber:text, assignedTo:person, purchaseDate:date, warrantyEnd:date | orange "Expires soon" when warrantyEnd within-days 90',
    ],
  },
  {
    text: 'A simple app for our law firm to track cases: case number, client, lawyer, court date, status (open, in court, closed). Court dates on a calendar. Show cases with a court date within 7 days in red.',
    means: [
      'Law Firm (indigo)',
      'cases: caseNumber:text, client:person, lawyer:person, courtDate:date, status:choice(Open/In court/Closed) | calendar by courtDate; board by status; red "Due soon" when courtDate within-days 7 and status not-equals closed',
    ],
  },
  {
    text: 'Restaurant reservations: guest name, phone, party size, date, time, table number, status: booked, seated, cancelled.',
    means: [
      'Restaurant Reservations (orange)',
      'reservations: guestName:text, phone:phone, partySize:number, date:date, time:time, tableNumber:text, status:choice(Booked/Seated/Cancelled) | board by status; calendar by date',
    ],
  },
  {
    text: 'Build a blood donation tracker. Donors have a name, blood type (A, B, AB, O), phone and last donation date. Donations have a donor, date, volume in ml and location. Chart donations per month.',
    means: [
      'Blood Donation Tracker (teal)',
      'donations: title:text, donor:reference>donors, date:date, volume:number ml, location:text, amount:money USD | bar "Total amount per month"',
      'donors: name:text, bloodType:choice(A/B/AB/O), phone:phone, lastDonationDate:date',
    ],
  },
  {
    text: 'School attendance: students with name, class and parent phone; attendance with student, date, present yes/no. Absent in red.',
    means: [
      'School Attendance (violet)',
      'attendance: name:text, student:reference>students, date:date, present:yes-no | red "Absent" when present is-false',
      'students: name:text, class:text, parentPhone:phone',
    ],
  },
  {
    text: 'Risk register with title, likelihood 1-5, impact 1-5, owner, mitigation, status (open, mitigated, closed). Highlight risks with impact above 3 in red. Chart risks per status.',
    means: [
      'Risk Register (red)',
      'risks: title:text, likelihood:number, impact:number, owner:person, mitigation:text, status:choice(Open/Mitigated/Closed) | board by status; bar "Risks per status"; red "High impact" when impact above 3',
    ],
  },
  {
    text: 'I want to log my workouts: exercise, sets, reps, weight in kg, date. Line chart of weight per week.',
    means: [
      'Workout Tracker (blue)',
      'workouts: exercise:text, sets:number, reps:number, weight:number kg, date:date | calendar by date; line "Total weight per week"',
    ],
  },
  {
    text: 'Donations database: donor, amount, date, campaign, receipt sent or not. Pie chart of total amount per campaign. Unsent receipts in orange.',
    means: [
      'Donations Database (teal)',
      'donations: title:text, donor:person, amount:money USD, date:date, campaign:text, receiptSent:yes-no | donut "Total amount per campaign"; orange "Unsent" when receiptSent is-false',
    ],
  },
  {
    text: 'Freight shipments: tracking number, carrier, origin, destination, ship date, expected arrival, status (pending, in transit, delivered). Late shipments red.',
    means: [
      'Freight Shipments (blue)',
      'shipments: destination:text, trackingNumber:text, carrier:text, origin:text, shipDate:date, expectedArrival:date, status:choice(Pending/In transit/Delivered) | board by status; red "Overdue" when expectedArrival before-today and status not-equals delivered',
    ],
  },
  {
    text: 'Build a task tracker in green with title and deadline',
    means: [
      'Task Tracker (green)',
      'tasks: title:text, deadline:date, assignedTo:person, status:choice(To do/In progress/Done) | board by status; calendar by deadline',
    ],
  },
  {
    text: 'Track laptops with owner and purchase date. Use a dark blue theme.',
    means: [
      'Laptop Tracker (indigo)',
      'laptops: name:text, owner:person, purchaseDate:date, status:choice(Available/In use/In repair/Retired)',
    ],
  },
  {
    text: 'Product roadmap: features with title, quarter, effort in days, status (idea, planned, building, shipped), owner. Kanban by status.',
    means: [
      'Product Roadmap (blue)',
      'features: title:text, quarter:choice(Q1/Q2/Q3/Q4), effort:number days, status:choice(Idea/Planned/Building/Shipped), owner:person | board by status',
    ],
  },
  {
    text: 'Pet grooming salon: pets with name, breed, owner, phone; appointments with pet, date, time, service, price, paid or not. Unpaid appointments in red. Calendar of appointments. Revenue per month chart.',
    means: [
      'Pet Grooming Salon (teal)',
      'pets: name:text, breed:text, owner:person, phone:phone',
      'appointments: title:text, pet:reference>pets, date:date, time:time, service:text, price:money USD, paid:yes-no | calendar by date; bar "Total price per month"; red "Unpaid" when paid is-false',
    ],
  },
  {
    text: 'Film production schedule: scenes with number, location, cast, shooting date, status (planned, shot, cut). Calendar.',
    means: [
      'Film Production Schedule (blue)',
      'scenes: name:text, number:number, location:text, cast:text, shootingDate:date, status:choice(Planned/Shot/Cut) | calendar by shootingDate; board by status',
    ],
  },
  {
    text: 'A tool to keep track of employee trainings: employee, course, completion date, expiry date, certificate link. Expired ones in red.',
    means: [
      'Employee Training Tracker (violet)',
      'employee-training: name:text, employee:person, course:text, completionDate:date, expiryDate:date, certificateLink:link | calendar by completionDate; red "Expired" when expiryDate before-today',
    ],
  },
  {
    text: 'Create a board game collection with name, min players, max players, play time in minutes, rating 1 to 10 and whether I lent it out.',
    means: [
      'Board Game Collection (blue)',
      'board-games: name:text, minPlayers:number, maxPlayers:number, playTime:number min, rating:rating 10, lentItOut:yes-no',
    ],
  },
  {
    text: 'customer complaints with customer, product, description, severity, received date, resolved or not; chart complaints per product',
    means: [
      'Customer Complaints (blue)',
      'complaints: product:text, customer:person, severity:choice(Low/Medium/High/Critical), receivedDate:date, resolved:yes-no, description:long-text | bar "Complaints per product"',
    ],
  },
  {
    text: 'Hotel housekeeping: rooms with number, floor, status (clean, dirty, inspected), last cleaned date, assigned housekeeper. Board by status.',
    means: [
      'Hotel Housekeeping (blue)',
      'rooms: name:text, number:number, floor:text, status:choice(Clean/Dirty/Inspected), lastCleanedDate:date, assignedHousekeeper:text | board by status',
    ],
  },
  {
    text: 'Museum catalogue of artifacts with title, artist, year, condition (good, fair, poor), location and insured value. Chart number of artifacts per condition.',
    means: [
      'Museum Catalogue (grape)',
      'artifacts: title:text, artist:text, year:number, condition:choice(Good/Fair/Poor), location:text, insuredValue:money USD | bar "Artifacts per condition"',
    ],
  },
  {
    text: 'Track customer invoices with invoice number, customer, amount, issue date, due date and paid or not. Highlight unpaid invoices past their due date in red and chart total amount per month.',
    means: [
      'Customer Invoice Tracker (teal)',
      'invoices: invoiceNumber:text, customer:person, amount:money USD, issueDate:date, dueDate:date, paid:yes-no | bar "Total amount per month"; red "Overdue" when dueDate before-today and paid is-false',
    ],
  },
  {
    text: 'Parking permits: plate number, owner, zone, valid until. Expired permits red.',
    means: [
      'Parking Permits (green)',
      'parking-permits: name:text, plateNumber:text, owner:person, zone:text, validUntil:date | red "Expired" when validUntil before-today',
    ],
  },
  {
    text: 'Employee directory with name, department, job title, email, phone, start date',
    means: [
      'Employee Directory (blue)',
      'employees: name:text, department:choice(Sales/Marketing/Operations/Finance/HR/It), jobTitle:text, email:email, phone:phone, startDate:date',
    ],
  },
  {
    text: 'Construction projects with tasks. Each task belongs to a project and has an assignee, due date and status (todo, doing, done).',
    means: [
      'Construction Projects (orange)',
      'construction-projects: name:text, address:text, siteManager:person, startDate:date, dueDate:date, budget:money USD, status:choice(Planned/Active/Completed) | board by status',
      'tasks: title:text, constructionProject:reference>construction-projects, assignee:person, dueDate:date, status:choice(Todo/Doing/Done) | board by status; calendar by dueDate',
    ],
  },
  {
    text: 'A tool for our dental lab to follow crowns: patient, dentist, material (zirconia, gold, ceramic), shade, received date, due date, stage (received, milling, glazing, shipped). Show as a board.',
    means: [
      'Dental Lab (teal)',
      'crowns: name:text, patient:person, dentist:person, material:choice(Zirconia/Gold/Ceramic), shade:text, receivedDate:date, dueDate:date, stage:choice(Received/Milling/Glazing/Shipped) | board by stage',
    ],
  },
  {
    text: 'Budget planner: categories with monthly limit; expenses with category, amount, date, note. Chart of amount per category.',
    means: [
      'Budget Planner (teal)',
      'categories: name:text, monthlyLimit:money USD, notes:long-text',
      'expenses: description:text, category:reference>categories, amount:money USD, date:date, note:long-text | bar "Total amount per category"',
    ],
  },
  {
    text: 'Sprint retrospective board: notes with author, text, column (went well, to improve, actions), votes',
    means: [
      'Sprint Retrospective Board (blue)',
      'notes: title:text, author:text, text:text, column:choice(Went well/Improve/Actions), votes:number | board by column',
    ],
  },
  {
    text: 'Track vaccine fridge temperatures: date, time, temperature in °C, checked by. Flag readings above 8 in red.',
    means: [
      'Vaccine Fridge Temperature Tracker (blue)',
      'vaccine-fridge-temperatures: name:text, date:date, time:time, temperature:number °C, checkedBy:person | red "High temperature" when temperature above 8',
    ],
  },
  {
    text: 'Build me a wedding guest list with name, side (bride, groom), rsvp (yes, no, pending), dietary needs and number of guests.',
    means: [
      'Wedding Guest List (grape)',
      'wedding-guests: name:text, side:choice(Bride/Groom), rsvp:choice(Yes/No/Pending), dietaryNeeds:text, guests:number',
    ],
  },
  {
    text: 'Solar installations with customer, address, panel count, capacity in kW, install date, inspection passed or not; show those not passed in orange',
    means: [
      'Solar Installations (blue)',
      'solar-installations: name:text, customer:person, address:text, panelCount:number, capacity:number kW, installDate:date, inspectionPassed:yes-no | orange "Not passed" when inspectionPassed is-false',
    ],
  },
  {
    text: 'We need to manage lab samples - each sample has a code, type, collected date, storage location, and expiry date. Alert if expiring within 7 days.',
    means: [
      'Lab Sample Tracker (blue)',
      'samples: code:text, type:choice(Standard/Special/Other), collectedDate:date, storageLocation:text, expiryDate:date | orange "Expires soon" when expiryDate within-days 7',
    ],
  },
  {
    text: 'Music school: students, teachers, lessons. Lessons have a student, a teacher, an instrument, date, time and fee. Calendar of lessons; chart fees per teacher.',
    means: [
      'Music School (grape)',
      'students: name:text, email:email, parentName:person, parentPhone:phone, dateOfBirth:date, gradeLevel:text, status:choice(Enrolled/Graduated/Left) | board by status',
      'teachers: name:text, email:email, phone:phone, specialty:text, hourlyRate:money USD, status:choice(Active/Inactive)',
      'lessons: name:text, student:reference>students, teacher:reference>teachers, instrument:text, date:date, time:time, fee:money USD | calendar by date; bar "Total fee per teacher"',
    ],
  },
  {
    text: 'I\'d like an app to keep track of our office plants: plant, room, last watered date, water every days, healthy or not',
    means: [
      'Office Plant Tracker (green)',
      'plants: plant:text, room:text, lastWateredDate:date, waterEveryDays:number, healthy:yes-no',
    ],
  },
  {
    text: 'Candidate interviews: candidate, position, interviewer, date, score from 1 to 10, recommendation (hire, maybe, no hire), notes. Average score per position chart.',
    means: [
      'Candidate Interviews (blue)',
      'interviews: position:text, candidate:person, interviewer:person, date:date, score:rating 10, recommendation:choice(Hire/Maybe/No hire), notes:long-text | calendar by date; bar "Average score per position"',
    ],
  },
  {
    text: 'Warehouse: bins with code and aisle; products with SKU, name, bin, quantity, minimum quantity. Warn when quantity is below minimum quantity.',
    means: [
      'Warehouse (blue)',
      'bins: name:text, code:text, aisle:text',
      'products: name:text, bin:reference>bins, sku:text, quantity:number, minimumQuantity:number | red "Low stock" when quantity below-field minimumQuantity',
    ],
  },
  {
    text: 'Key register: key number, door, holder, issued date, returned date',
    means: [
      'Key Register (blue)',
      'keys: holder:person, keyNumber:text, door:text, issuedDate:date, returnedDate:date',
    ],
  },
  {
    text: 'Marketing campaigns with channel (email, social, ads), budget, spent, start date, end date, owner and status. Highlight campaigns where spent is above budget in red. Bar chart of spent per channel.',
    means: [
      'Marketing Campaigns (blue)',
      'campaigns: name:text, channel:choice(Email/Social/Ads), budget:money USD, spent:money USD, startDate:date, endDate:date, owner:person, status:choice(Planning/In progress/On hold/Completed) | board by status; bar "Total spent per channel"; red "Over budget" when spent above-field budget',
    ],
  },
];
