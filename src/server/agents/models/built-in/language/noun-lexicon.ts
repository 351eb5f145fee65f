/**
 * What people usually record about a thing. One line a noun:
 * nouns | usual fields | nouns it usually belongs to | `calendar` when its dates are worth one.
 * A `*` marks what is added even when the person names fields of their own, as long as they name few.
 */
export const nounLexicon = `
loan, checkout, borrowing, lending | item*, borrower*, loan date, due date*, returned*, notes | item, book, member, borrower, customer, equipment, asset, vehicle, bike, tool, car, student, employee
rental, hire, bike rental, car rental | item*, customer*, start date*, return date*, price, status (reserved, picked up, returned, cancelled)*, notes | item, customer, bike, vehicle, car, boat, tool, equipment, client, member, kayak, camera, scooter, property | calendar
booking, class booking, room booking, slot | title*, date*, time, status (requested, confirmed, completed, cancelled)*, notes | customer, guest, table, room, client, member, class, property, resource, court, vehicle, boat, bike, service, trip, desk, student, event, session, pet, owner | calendar
reservation, table reservation, table booking | guest name*, date*, time, party size, phone, status (requested, confirmed, seated, completed, cancelled)*, notes | customer, guest, table, room, client, member, class, property, resource, court, vehicle, boat, bike, service, trip, desk | calendar
appointment | title*, date*, time*, duration in minutes, status (scheduled, confirmed, completed, cancelled, no-show)*, notes | patient, client, customer, doctor, pet, stylist, therapist, dentist, service, student, practitioner, vehicle | calendar
visit, checkup | title*, date*, reason, outcome notes, follow-up date | patient, client, customer, doctor, pet, site, property, donor, member | calendar
event, occasion, function, gathering | name*, date*, start time, location, capacity, status (planned, confirmed, completed, cancelled)*, description | venue, client, organizer, room, category | calendar
meeting | title*, date*, time, organizer, location, agenda, notes | project, client, company, team, contact, board member | calendar
class, lesson, workshop, training, seminar, webinar | name*, instructor*, date*, start time, duration in minutes, capacity, level | instructor, teacher, course, room, trainer, studio | calendar
course, program, programme | name*, instructor, start date, end date, capacity, level, status (planned, open, running, completed), description | department, teacher, instructor, school
session | title*, date*, start time, duration in minutes, notes | client, patient, course, student, instructor, trainer, therapist, mentor, class, speaker, room, project, member | calendar
shift, rota entry | employee*, date*, start time, end time, role, notes | employee, staff, volunteer, location, worker, nurse, member, team member | calendar
task, to-do, todo, action item, chore, activity, job, assignment | title*, assigned to*, due date*, priority, status (to do, in progress, done)*, notes | project, client, customer, employee, event, milestone, sprint, case, property, volunteer, member, crew, vehicle, list, category, goal, meeting | calendar
project, campaign, initiative | name*, owner, start date, due date*, budget, status (planning, in progress, on hold, completed)*, description | client, customer, company, department, team
milestone, deliverable, phase | name*, due date*, status (planned, in progress, done)*, notes | project, contract | calendar
goal, objective, okr, key result | title*, owner, target date, progress in percent, status (not started, on track, at risk, achieved)*, notes | department, team, employee, student, quarter, objective
idea, suggestion, feature request | title*, submitted by, category (product, process, workplace, other), votes count, status (new, under review, planned, done, rejected)*, description | product, project, department
ticket, support ticket, support request, request, service request, help desk ticket, enquiry, inquiry | title*, requested by*, priority*, status (new, in progress, waiting, resolved, closed)*, assigned to, created date, description | customer, client, asset, project, employee, device, product, property, tenant, unit, company
bug, issue, defect | title*, severity*, status (new, confirmed, in progress, fixed, closed)*, assigned to, reported by, reported date, steps to reproduce notes | project, product, release, component, application
incident, accident, near miss, safety incident | title*, date*, location, severity*, status (reported, investigating, resolved, closed)*, reported by, description | site, employee, vehicle, equipment, location, system, patient
complaint, grievance, feedback item | title*, customer, date received date, severity, status (received, investigating, resolved, closed)*, description, resolution | customer, product, department, property, guest, client, resident
risk, hazard | title*, likelihood, impact, owner, status (open, mitigating, closed)*, mitigation notes | project, site, department, process
change request, change | title*, requested by, risk level, planned date, status (proposed, approved, implemented, rejected)*, description | project, system, application
inspection, audit, safety check, quality check | title*, inspector, date*, result (pending, passed, failed)*, next inspection date, findings | site, vehicle, property, equipment, asset, location, apartment, supplier, room, building, restaurant, hive, extinguisher | calendar
finding, non-conformity, observation | title*, severity*, owner, due date, status (open, in progress, closed)*, description | audit, inspection, site, project
work order, maintenance request, repair, repair job, service job, repair order | title*, requested date, assigned to, priority, due date, status (new, scheduled, in progress, done)*, cost, description | vehicle, property, asset, machine, equipment, customer, unit, building, tenant, bike, device, apartment, car, location
maintenance, maintenance record, service record, service, maintenance task, maintenance log | title*, date*, cost, performed by, next service date, notes | vehicle, machine, equipment, asset, car, truck, boat, building, property, bike, tractor, device, customer
inventory item, stock item, item, product, part, spare part, good, supply, material, merchandise, inventory, ingredient, consumable, accessory | name*, SKU, category, quantity*, reorder level, unit price, supplier, location | supplier, category, warehouse, location, brand, vendor, room, shelf, box, order, collection
asset, device, equipment, machine, laptop, computer, tool, gear, instrument, hardware, appliance, phone, furniture, monitor, server, printer, piece of equipment | name*, serial number*, category, status (available, in use, in repair, retired)*, assigned to, purchase date, purchase price, warranty until | location, employee, department, room, site, vendor, category, person, user, building, office, lab, supplier
software license, license, licence, subscription, software, saas subscription | name*, vendor, seats, cost*, billing cycle (monthly, yearly), renewal date*, owner, status (active, trial, cancelled) | vendor, department, employee, device, application, user, customer
vehicle, car, truck, van, bus, motorcycle, boat, trailer, fleet vehicle, company car | name*, license plate*, make, model, year, mileage, next service date*, insurance expiry date, status (available, in use, in maintenance, retired)* | driver, customer, owner, depot, location
kayak, ski, surfboard, canoe, snowboard, camera, paddle board | name*, size, daily rate, condition, status (available, rented, in repair)*, notes | customer, location
bike, bicycle, scooter, e-bike | name*, type (city, mountain, road, electric), size, daily rate, status (available, rented, in repair)*, notes | customer, location
trip, holiday trip, weekend trip | title*, destination*, start date*, end date, cost, notes | traveler, customer, employee, vehicle, driver | calendar
journey, ride, delivery run | title*, driver, start date*, destination, distance in km, cost, notes | vehicle, driver, customer, route, employee, traveler | calendar
fuel log, fill-up, refuel, fuel entry | date*, liters, cost, odometer, station name | vehicle, driver, car, truck
route, delivery route | name*, driver, distance in km, stops count, status (planned, active, completed) | vehicle, driver, region
order, sales order, customer order, purchase, sale, transaction, work item | order number*, customer*, order date*, total, status (new, processing, shipped, delivered, cancelled)*, notes | customer, client, product, supplier, table, company, item, cake, contact, vendor, store, dish
purchase order, purchase request, requisition | title*, supplier, requested by, amount*, order date, status (draft, submitted, approved, ordered, received)*, notes | supplier, vendor, department, project, product
invoice, bill | invoice number*, client*, amount*, issue date, due date*, status (draft, sent, paid, overdue)* | customer, client, project, company, supplier, vendor, patient, order, tenant, contract, case, matter
payment, installment, rent payment, receipt, transfer | title*, payer name, amount*, date*, payment method, status (pending, received, failed)* | invoice, customer, member, tenant, student, client, order, lease, family, property, donor, loan
quote, estimate, proposal, bid, tender | title*, client, amount*, valid until date, status (draft, sent, accepted, declined)*, notes | customer, client, company, project, lead, property, vendor
expense, expense report, expense claim, cost, spending, reimbursement, business expense | description (text)*, amount*, category (travel, meals, supplies, software, other), date*, receipt link, status (draft, submitted, approved, rejected)* | employee, project, department, trip, category, budget, vehicle, property, event, vendor
budget, budget item, budget line | name*, category, planned amount*, actual amount, owner, notes | department, project, event, campaign
donation, gift, pledge, contribution | title*, donor name, amount*, date*, method (cash, card, bank transfer), thank-you sent | donor, campaign, event, fund, member
grant, funding application | name*, funder, amount*, deadline*, status (researching, drafting, submitted, awarded, declined)*, notes | funder, project, program, foundation
customer, client, account, buyer, subscriber, owner, pet owner, shopper | name*, email, phone, address, status (prospect, active, inactive), notes | company, agent, region, trainer, sales rep
company, business, organization, organisation, firm, employer, partner | name*, industry (text), website, phone, address, notes |
contact | name*, email, phone, job title, notes | company, customer, account, organization, client, supplier, vendor, school
lead, prospect, sales lead | name*, company, email, phone, source, value, stage (new, contacted, qualified, won, lost)* | company, campaign, agent, property, sales rep
deal, opportunity, sales opportunity | name*, value*, stage (lead, qualified, proposal, won, lost)*, expected close date, owner | company, contact, customer, client, account, lead, sales rep, product
supplier, vendor, manufacturer, distributor, wholesaler | name*, contact person, email, phone, category, rating, notes | category
contractor, freelancer, subcontractor, consultant | name*, trade, email, phone, hourly rate, rating, status (available, booked, inactive) | project, company
employee, case worker, social worker, staff, staff member, team member, worker, colleague, crew member, personnel | name*, email, phone, job title, department, start date, status (active, on leave, left) | department, team, location, manager, site, office, shift, company
department, team, division, office, branch, location, store, depot | name*, manager, location, phone, notes | company, region, organization
applicant, candidate | name*, position applied for (text)*, email, phone, stage (applied, screening, interview, offer, hired, rejected)*, rating, applied date, notes | job opening, position, job, vacancy, recruiter, role, department, company
application, job application, admission application, loan application, permit application | title*, applicant*, submitted date, status (submitted, under review, approved, rejected)*, notes | applicant, candidate, program, company, grant, position, student, job, property, scholarship
position, job opening, vacancy, opening, job posting, open position, role | title*, department, hiring manager, location, openings count, status (draft, open, on hold, filled)* | department, company, team
interview | title*, interviewer*, date*, time, result (pending, passed, failed), rating, notes | candidate, applicant, position, job opening | calendar
leave request, time off request, time-off request, vacation request, absence, vacation, leave, holiday request, day off, pto request | employee*, leave type*, start date*, end date*, status (requested, approved, rejected)*, reason | employee, department, team, staff member | calendar
performance review, review, appraisal, evaluation | title*, reviewer, date*, rating*, strengths notes, goals notes | employee, product, restaurant, book, student, supplier, movie, teacher, customer, hotel
onboarding, onboarding task, new hire, onboarding checklist, onboarding step | title*, new employee (person), assigned to, due date*, status (to do, in progress, done)*, notes | employee, new hire, department
timesheet, time entry, time log, hours entry, timesheet entry, work log, work hour | description (text)*, employee*, date*, hours*, billable | project, client, employee, task, matter, case, customer
certification, certificate, qualification, permit, training record | name*, holder (person)*, issued date, expiry date*, certificate number, status (valid, expiring, expired) | employee, course, vehicle, site, volunteer, staff member, worker
member, membership, club member, gym member, parishioner, church member, congregant, resident | name*, email, phone, membership type (basic, standard, premium), join date, status (active, paused, cancelled)* | family, household, group, club, trainer, team, unit, apartment, ministry, plan
volunteer, helper | name*, email, phone, skills, availability (weekdays, weekends, evenings), status (active, inactive) | team, event, ministry, project
donor, sponsor, supporter, funder, benefactor | name*, email, phone, type (individual, company, foundation), total given amount, last contact date, notes | campaign, event, organization
student, pupil, learner, trainee, apprentice, child, kid, camper | name*, email, parent name (person), parent phone, date of birth, grade level (text), status (enrolled, graduated, left) | class, course, school, family, group, classroom, cabin
teacher, instructor, trainer, coach, tutor, professor, faculty, mentor | name*, email, phone, specialty (text), hourly rate, status (active, inactive) | department, school, studio, subject, course
enrollment, enrolment, registration, sign-up, signup, attendance, attendee record, participation, rsvp | name*, email, date*, status (registered, waitlisted, attended, cancelled)*, notes | student, class, course, event, member, program, workshop, attendee, volunteer, activity, child, session, seminar
grade, mark, test result, exam result, assessment, result | title*, score*, date*, notes | student, course, subject, class, exam, assignment, patient, athlete
exam, test, quiz, homework | title*, subject (text), date*, max score, status (planned, completed, graded), notes | course, class, subject, student | calendar
patient, resident patient | name*, date of birth, phone, email, allergies, insurance number (text), last visit date, notes | doctor, room, clinic, ward, therapist, practitioner
doctor, physician, dentist, therapist, nurse, practitioner, caregiver, carer, clinician, vet, veterinarian, stylist, barber, groomer | name*, specialty (text), email, phone, availability (full, limited, on leave) | department, clinic, salon, practice
prescription, medication, medicine, drug | name*, dosage, frequency, start date, end date, prescribed by, notes | patient, doctor, resident, pet, animal
treatment, therapy, procedure, vaccination, vaccine | name*, date*, performed by, next due date, cost, notes | patient, doctor, pet, animal, client, cow, horse, dog | calendar
pet, animal, dog, cat, horse, livestock, cow, sheep, goat, pig, chicken, herd animal, rescue animal | name*, species*, breed, date of birth, owner, weight in kg, vaccinated, notes | owner, client, customer, kennel, shelter, herd, barn, farm, stable, family, foster
adoption, foster | title*, adopter (person), date*, status (requested, approved, completed, cancelled)*, notes | animal, pet, adopter, family, dog, cat
crop, planting, plant, seed, tree, flower | name*, variety, planted date, expected harvest date, area in acres, status (planned, planted, growing, harvested)*, notes | field, plot, garden, greenhouse, bed, farm, supplier
harvest, yield, milking, egg collection | date*, quantity in kg*, quality (excellent, good, fair, poor), harvested by, notes | crop, field, plot, farm, tree, hive, cow, variety, flock
field, plot, garden bed, greenhouse, hive, beehive, barn, paddock, garden plot | name*, location, area in acres, status (active, resting, in preparation), notes | farm, garden, apiary, gardener, member
recipe, dish, menu item, meal, drink, cocktail, cake, bake | name*, category (starter, main, dessert, drink), ingredients, instructions, cooking time, servings, rating | category, cuisine, menu, cookbook, chef
restaurant, cafe, bar | name*, cuisine, address, phone, rating, visited, notes | city
table, court, lane, desk, meeting room, resource, hall, facility, space, studio room, conference room | name*, capacity*, location, status (available, reserved, out of service), notes | room, floor, building, restaurant, office
room, apartment, unit, flat, suite, cabin, hotel room, guest room, rental unit | name*, floor, capacity, monthly rent, status (vacant, occupied, maintenance)*, notes | building, property, hotel, tenant, owner, landlord
property, listing, house, building, real estate listing, home, rental property, estate, villa, holiday home | name*, address*, price*, bedrooms, bathrooms, size in sqm, status (available, under offer, sold, rented)*, notes | owner, agent, landlord, client, seller, city
showing, viewing, open house, property viewing | title*, date*, time, interested buyer (person), feedback, status (scheduled, done, cancelled)* | property, listing, client, agent, buyer, apartment | calendar
tenant, renter, lessee | name*, email, phone, move-in date, monthly rent, deposit, status (active, notice given, moved out) | property, unit, apartment, building, room
lease, rental agreement, tenancy | title*, tenant, start date, end date*, monthly rent, deposit, status (draft, active, ended)* | tenant, property, unit, apartment, landlord
contract, agreement, nda, policy, insurance policy, service contract, vendor contract | title*, party (text)*, contract type, start date, end date*, value, status (draft, in review, signed, expired)*, owner | company, client, vendor, supplier, customer, employee, property, department
case, legal case, matter, court case, claim, insurance claim | title*, client*, case number, assigned lawyer, opened date, next hearing date, status (intake, open, in court, settled, closed)*, notes | client, lawyer, attorney, court, customer, policy, patient, paralegal
hearing, court date, deadline, filing, legal deadline | title*, date*, time, court location, notes | case, matter, client, lawyer, contract, project | calendar
lawyer, attorney, paralegal, agent, realtor, broker, sales rep, salesperson | name*, email, phone, specialty (text), status (active, inactive) | office, team, department, company
document, file, paper | title*, category, owner, version (text), review date, link, status (draft, in review, approved, archived)* | project, client, case, employee, department, property, folder, patient
policy document, procedure document, sop, standard operating procedure, procedure | title*, owner, version (text), review date*, status (draft, in review, approved, archived)*, link | department
book, library book, title, publication, magazine, audiobook, comic | title*, author*, ISBN, genre, year, copies, status (available, on loan, lost)* | author, category, publisher, genre, shelf, library, reader
author, artist, musician, band, speaker, performer, act, photographer | name*, email, phone, genre (text), website, biography | publisher, event, label, agency, stage
movie, film, show, game, video game, board game, album, song, podcast, tv show, record album, vinyl record, episode | title*, genre (drama, comedy, action, documentary, other), release year, rating*, status (to do, in progress, done)*, notes | artist, director, category, season, show, collection
article, post, blog post, social post, social media post, newsletter, content item, content, video, content piece, press release, story | title*, author, channel (blog, email, social media, video), publish date*, status (idea, draft, in review, scheduled, published)*, link | campaign, author, category, client, channel, topic | calendar
survey response, feedback, response, testimonial, customer feedback, survey | name*, rating*, date, comment, category (product, service, price, other) | customer, product, event, survey, course, employee, guest
question, faq, answer | question title*, category (general, product, billing, other), answer, updated date | category, product, course, topic
guest, wedding guest, invitee, party guest | name*, email, phone, RSVP status (pending, accepted, declined)*, dietary requirements, plus one | event, table, room, family, reservation
visitor, walk-in | name*, company, host, visit date*, arrival time, departure time, badge number (text), email | host, employee, event, table, room, company, family | 
attendee, participant, delegate | name*, email, phone, ticket type, checked in, dietary requirements | event, session, company, workshop, table, team
vendor booking, caterer, exhibitor, stall, booth | name*, contact person, phone, fee, booth number (text), status (invited, confirmed, paid, cancelled)* | event, market, hall, festival
ministry, group, small group, club, committee, choir | name*, leader*, meeting day (text), location, members count, description | church, school, organization
sermon, service plan, church service | title*, speaker, date*, bible passage (text), series (text), notes, recording link | series, ministry, speaker, pastor | calendar
family, household | name*, address, phone, email, members count, notes | church, group, case worker
prayer request | title*, requested by, date*, status (open, praying, answered)*, notes | member, group
shipment, delivery, package, parcel, consignment, load, container | tracking number*, recipient*, carrier (text), ship date, expected delivery date*, status (preparing, in transit, delivered, delayed)* | customer, order, supplier, driver, warehouse, vehicle, route, client
stock movement, movement, stock transfer, stock count, inventory transaction, adjustment | title*, type (in, out, transfer, adjustment)*, quantity*, date*, moved by, reason | product, item, part, warehouse, location, material, ingredient, bin
warehouse, storage location, bin, shelf, storage unit, locker, pallet, box | name*, location, capacity, status (available, full, out of service), notes | warehouse, site, zone, customer, tenant, room
return, refund, warranty claim, rma | title*, customer, reason, requested date*, amount, status (requested, received, refunded, rejected)* | customer, order, product, item, asset
workout, exercise, training session, run, fitness session | name*, date*, type (strength, cardio, yoga, mobility), duration in minutes, sets, reps, weight in kg, notes | client, member, trainer, athlete, program, plan | calendar
match, fixture, tournament, race, game day | title*, date*, time, location, opponent (text), score (text), status (scheduled, played, cancelled)* | team, league, season, tournament, court | calendar
player, athlete, team player, runner, swimmer | name*, position (text), jersey number (number), date of birth, email, phone, status (active, injured, inactive) | team, coach, club
habit, routine | name*, frequency, goal (text), streak, done today*, notes | person, goal
mood entry, health entry, symptom, journal entry, reading, measurement, log entry, log, entry, daily log, weekly log, monthly log, daily report, weekly report, sample, test sample, diary entry | title*, date*, value (number), notes | patient, habit, plant, machine, vehicle, hive, experiment, project, site, meter, sensor
experiment, study, trial, research project | title*, researcher (person), start date, status (planned, running, completed)*, hypothesis notes, results notes | project, lab, researcher
key, badge, access card, keycard, fob, access badge, parking permit, parking space, uniform | name*, holder (person)*, issued date, returned, notes | employee, tenant, room, building, vehicle, door, resident, location
password, credential, account login | name*, username, website, owner, last changed date, notes | system, vendor
domain, website, server instance, application, system, service account, environment, api | name*, URL (link), owner, environment, renewal date, status (live, staging, retired)*, notes | vendor, client, team, customer, server
release, deployment, sprint, iteration, version | name*, date*, owner, status (planned, in progress, released)*, notes | project, product, application, environment | calendar
job site, construction site, site, construction project, job location | name*, address, site manager, start date, due date, budget, status (planned, active, completed)* | client, customer, contractor, project
permit, building permit, compliance item, obligation, regulation, requirement | title*, owner, issued date, expiry date*, status (pending, approved, expired)*, notes | site, project, property, vehicle, department
travel request, business trip, travel booking, itinerary, trip plan, vacation plan, travel plan | title*, traveler (person)*, destination*, start date*, end date, estimated cost, status (requested, approved, booked, completed)* | employee, department, project | calendar
hotel, destination, place, attraction, venue, campsite, accommodation, museum | name*, address, price per night, capacity, rating, website, notes | city, trip, country
flight, transport, transfer booking | flight number*, date*, departure time, from place, to place, price, status (booked, confirmed, cancelled) | trip, traveler, client, passenger | calendar
gift idea, wish, wishlist item, shopping item, grocery, grocery item, shopping list item, bucket list item | name*, category (food, household, clothing, other), price, quantity, bought, link | person, occasion, store, list, recipe
portfolio, investment, stock holding, share, holding, fund | name*, ticker (text), shares count, purchase price, current price, purchase date, notes | portfolio, client, account
bank account, debt, credit card, savings goal, loan account | name*, balance*, interest rate, due date, notes | bank, client, member
newsletter subscriber, mailing list entry, email subscriber | name*, email*, source, subscribed date, status (subscribed, unsubscribed)* | list, campaign
piece of art, artwork, painting, exhibit, collectible, antique, coin, stamp, wine, bottle, figurine, vinyl, comic book, record | name*, artist (text), year, category, condition, estimated value, location, notes | collection, artist, exhibition, collector, cellar
exhibition, show booking, performance, concert, gig, screening | title*, date*, time, venue, fee, status (planned, confirmed, done, cancelled)* | artist, venue, band, hall | calendar
costume, prop, outfit, garment, clothing item, fabric, yarn, dress | name*, size, color, condition, status (available, in use, in repair)*, location | production, show, wardrobe, client, actor
song setlist, setlist, rehearsal | title*, date*, time, location, notes | band, choir, show, event | calendar
cleaning, cleaning task, cleaning job, inspection round, round, housekeeping task | title*, assigned to*, date*, status (to do, in progress, done)*, notes | room, property, client, building, apartment, cleaner | calendar
fire extinguisher, safety equipment, first aid kit, alarm, defibrillator | name*, location*, last inspection date, next inspection date*, status (ok, due, defective)*, notes | building, site, floor, room
meeting minute, decision, resolution | title*, date*, owner, status (proposed, agreed, done)*, notes | meeting, project, committee
emergency contact, next of kin | name*, relationship (text), phone*, email | employee, patient, student, member, child, camper
lost item, found item, lost and found item | name*, found date*, location, description, claimed by, status (found, claimed, disposed)* | location, building
watering, feeding, plant care, care task, plant watering | title*, last done date, next due date*, frequency, assigned to, notes | plant, animal, pet, garden, room, bed | calendar
call, phone call, interaction, conversation, follow-up, touchpoint | title*, date*, contact person, outcome notes, next follow-up date | customer, contact, company, lead, client, donor, deal | calendar
queue, waitlist, waiting list, waitlist entry | name*, phone, date added*, priority, status (waiting, contacted, served)* | class, course, room, table
scholarship | name*, amount*, deadline*, status (open, closed, awarded)*, notes | donor, school
sensor, meter | name*, location, last reading (number), last checked date, status (ok, warning, offline)* | site, building, room
`;
