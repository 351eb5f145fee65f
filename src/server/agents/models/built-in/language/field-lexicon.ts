import type { FieldType } from '../blueprint.ts';

/** What the last words of a field's name say about its type. The longest entry that ends the name wins. */
const byType: Partial<Record<FieldType, string>> = {
  text: `name, title, subject, code, sku, barcode, serial number, serial, id, isbn, vin, plate, license plate, registration, registration number,
    reference, reference number, invoice number, order number, room number, part number, case number, policy number, account number, license number,
    contract number, tracking number, ticket number, unit number, table number, seat number, flight number, batch number, lot number, lot, permit number,
    address, city, town, street, country, state or province, zip, zip code, postcode, postal code, location, room, venue, place, where, building, floor, site, desk,
    model, brand, make, manufacturer, color, colour, breed, species, author, publisher, company, organization, organisation, employer,
    job title, position, role title, item, product, asset, equipment, destination, origin, route, topic, headline, allergies, allergy, diet, dietary requirements,
    shelf, bin, aisle, slot, lane, license, ingredient, exercise, song, artist, album, crop, variety, medication, medicine, drug, dosage, dose, symptom, vaccine,
    team, school, university, county, district, neighborhood, neighbourhood, landmark, keyword, hashtag, tag, tags, skill, skills, language, languages, operating system,
    ip address, mac address, hostname, version, domain name, username, currency, iban, tax id, size label, field name, plot, pen, stall, locker, cabinet, vendor code,
    subject line, account, department name, designation, occupation, interest, interests, hobby, certificate number, device, machine, tool, part, service, course, class, subject name, module, unit, vintage, apartment`,
  'long-text': `notes, note, description, comment, comments, details, detail, summary, instructions, instruction, ingredients, steps, bio, biography, background, feedback,
    message, body, content, reason, delays, allergens, weather conditions, remarks, remark, observations, observation, findings, diagnosis, treatment plan, agenda, minutes text, special requests, requirements, history,
    medical history, terms, conditions, resolution, root cause, corrective action, action taken, actions taken, answer, question text, explanation, abstract, lyrics, directions, preparation,
    lesson plan, goals, goal, objective, objectives, outcome, follow up notes, work done, deliverables, responsibilities, recommendations, recommendation, concerns, instructions for use, review text, testimonial, what happened, prayer request, cover letter, measures, lessons learned, next steps, acceptance criteria`,
  number: `quantity, qty, count, amount in stock, stock, stock level, on hand, in stock, number, total number, capacity, seats, headcount, age, weight, height, length, width, depth, volume, area, distance,
    mileage, odometer, kilometers, kilometres, miles, duration, hours, hours worked, minutes, days, weeks, months, years, temperature, humidity, pressure, score, points, percentage, percent, rate of completion, level in percent,
    reorder level, reorder point, minimum, maximum, minimum stock, maximum stock, min stock, max stock, threshold, par level, target, servings, portions, calories, copies, pages, floors, bedrooms, bathrooms, beds, rooms, party size, guests count,
    attendees, guests, participants, headcount, units, pieces, boxes, pallets, reading, meter reading, latitude, longitude, year, attempts, version number, progress, probability, discount, tax rate, interest rate, hourly target, effort, story points, estimate,
    square feet, square meters, square metres, sqm, sqft, acreage, acres, hectares, yield, harvest weight, doses, refills, grade points, gpa, marks, mark, rank, ranking, order, sequence, size in mb, reps, sets, speed, power, voltage, gallons, liters, litres, fuel, shelf life, lead time,
    cooking time, prep time, preparation time, cook time, baking time, response time, lap time, travel time, downtime, vacation days, sick days, days off, turnover time, number of people, people, adults, children, passengers, frequency in days, term in months, overtime, ram, storage size, milk yield, egg count, eggs, turnaround time, waiting time, wait time, experience, shares, frames, wins, losses, assists, goals scored, heart rate, pulse, systolic, diastolic, gravity, ph, ph value, attendance, turnout, bottles, loss, gain, gross weight, net weight, density, concentration, oxygen, glucose, blood sugar, streak, vote count, votes, likes, followers, subscribers, views, downloads, clicks, guests expected, mite count, dosage in mg, batch size, crew size, team size, group size, gallons used, workers on site, headcount needed`,
  money: `price, cost, costs, amount, value, fee, fees, salary, wage, budget, revenue, rent, deposit, total, subtotal, balance, tip, tips, tax, vat, expense, income, profit, margin, payment, donation, pledge, premium, rate, hourly rate, daily rate, charge, fare, fine,
    commission, bonus, refund, invoice amount, sum, sale, sales, earnings, spend, spent, amount spent, monthly limit, spending limit, spending, asking price, list price, sale price, purchase price, unit price, selling price, funding, grant amount, worth, valuation, loan amount, reward, bounty, stipend, allowance, subsidy, tuition, dues, toll, insurance value, starting bid, current bid, credit, debit, amount due, amount paid, retainer, contract value, deal value, estimated cost, price per night, price per unit, turnover, bid, offer amount, prize, principal, mortgage, penalty, shipping cost, late fee`,
  date: `date, day, deadline, due, due by, birthday, birthdate, dob, anniversary, expiry, expiration, expires, expires on, renewal, start, end, from, until, since, check in, check out, check-in, check-out, checkin, checkout, arrival, departure, next visit, last visit,
    next service, last service, best before, use by, sell by, follow up, next follow up, follow-up, reminder, last contacted, last contact, next contact, last inspection, next inspection, last cleaned, launch, go live, eta, valid until, valid from, warranty, warranty expiry, warranty until, warranty end, due back, next due, last calibration, next calibration, timestamp, appointment, last watered, last checkup, next checkup, last maintenance, next maintenance, month, week, milestone date, when`,
  time: `time, hour, start time, end time, arrival time, departure time, pickup time, pick up time, opening time, closing time, time slot, slot time, appointment time, time of day, kickoff, check-in time, check-out time, call time, delivery time`,
  'yes-no': `returned, done today, badge returned, key returned, paid, completed, done, finished, approved, signed, active, archived, available, verified, confirmed, attended, vaccinated, insured, published, delivered, shipped, received, cancelled, canceled, checked, checked in, checked out, rsvp, rsvped, vip, urgent, billable, recurring, taxable, refundable, reimbursed, reimbursable, invited, contacted, resolved, closed, sent, sold, booked, reserved, rented, repaired, fixed, cleaned, inspected, tested, calibrated, collected, picked up, member, newsletter, subscribed, consent, consent given, opt in, present, absent, late, sterilized, neutered, chipped, microchipped, organic, gluten free, vegan, vegetarian, refrigerated, fragile, hazardous, confidential, favorite, favourite, featured, public, private, remote, full time, required, mandatory, billed, invoiced, deposit paid, waiver signed, background check, background check done, renewed, auto renew, auto-renewal, auto renewal, in use, enrolled, graduated, passed, submitted, watered, fed, plus one, pregnant, smoker, pets allowed, furnished, parking, waterproof, discontinued, printed, tracked, synced, acknowledged, escalated, anonymous, indoor, first aid trained, certified, dropped off, baptized, opened, answered, solved`,
  email: `email, e-mail, mail, email address, e-mail address, contact email, mail address`,
  phone: `phone, telephone, mobile, cell, phone number, telephone number, mobile number, cell number, contact number, cell phone, mobile phone, fax, fax number, whatsapp, emergency number, tel`,
  link: `link, url, website, web site, webpage, homepage, linkedin, link to document, github, portfolio, video, photo, picture, image, document, file, attachment, receipt, scan, map link, resume, cv, pdf, recording, screenshot, invoice link, contract link, logo, web address, photos`,
  person: `assigned to, assignee, owner, responsible, responsible person, person responsible, person in charge, in charge, contact person, contact name, emergency contact, reported by, reporter, requested by, requester, created by, approved by, approver, reviewed by, reviewer, manager, supervisor, leader, team lead, lead,
    employee, staff member, instructor, teacher, trainer, coach, tutor, mentor, mentee, doctor, physician, nurse, therapist, dentist, vet, veterinarian, lawyer, attorney, paralegal, judge, agent, broker, realtor, tenant, landlord, guest, host, visitor, borrower, lender, customer, client, patient, student, pupil, member, volunteer, donor, recipient, applicant, candidate, interviewer, recruiter, driver, operator, technician, mechanic, inspector, auditor, engineer, developer, designer, editor, speaker, organizer, organiser, coordinator, cashier, waiter, chef, cook, baker, farmer, worker, helper, sponsor, parent, guardian, child, spouse, partner name, sales rep, salesperson, account manager, project manager, performed by, done by, handled by, checked by, inspected by, prepared by, signed by, sold by, taken by, issued to, issued by, received by, given to, borrowed by, loaned to, lent to, rented by, booked by, ordered by, submitted by, uploaded by, led by, taught by, who, person, holder, keeper, photographer, musician, pastor, priest, deacon, witness, attendee, participant, passenger, captain, new hire, new employee, hire, booked by, player, referee, artist name, stylist, barber, hairdresser, groomer, caretaker, custodian, janitor, cleaner, buyer, seller, vendor contact, point of contact, on call, sitter, walker, beneficiary, assistant, director, pilot, crew lead, foreman, surveyor, planner, curator, librarian, translator, moderator, facilitator, chair, chairperson, secretary, treasurer, contact, logged by, written by, recorded by, updated by`,
  rating: `rating, stars, star rating, review score, satisfaction, satisfaction score, difficulty rating, quality rating, score out of 5, nps, mood, performance rating, rating out of 5`,
};

const typeOf = new Map<string, FieldType>();
for (const [type, words] of Object.entries(byType) as [FieldType, string][]) {
  for (const word of words.split(',')) typeOf.set(word.trim().replace(/\s+/g, ' '), type);
}

/** The type of the longest entry that ends the phrase, with the number of its words. */
export function typeByEnding(words: string[]): { type: FieldType; words: number } | null {
  for (let from = Math.max(0, words.length - 4); from < words.length; from += 1) {
    const type = typeOf.get(words.slice(from).join(' '));
    if (type) return { type, words: words.length - from };
  }
  return null;
}

export function isFieldPhrase(phrase: string): boolean {
  return typeOf.has(phrase);
}

/** Choice fields people name without saying the options. `*` stands for any entity; a noun's own options win. */
export const choices: Record<string, string> = {
  status: 'new, in progress, done',
  state: 'new, in progress, done',
  stage: 'new, in progress, review, done',
  phase: 'planning, in progress, review, done',
  priority: 'low, medium, high',
  urgency: 'low, medium, high',
  importance: 'low, medium, high',
  severity: 'low, medium, high, critical',
  impact: 'low, medium, high',
  likelihood: 'low, medium, high',
  risk: 'low, medium, high',
  'risk level': 'low, medium, high',
  difficulty: 'easy, medium, hard',
  complexity: 'low, medium, high',
  level: 'beginner, intermediate, advanced',
  'skill level': 'beginner, intermediate, advanced',
  condition: 'new, good, fair, poor',
  category: 'general, standard, special, other',
  type: 'standard, special, other',
  kind: 'standard, special, other',
  method: 'cash, card, bank transfer, other',
  gender: 'female, male, other',
  sex: 'female, male',
  size: 'small, medium, large',
  frequency: 'daily, weekly, monthly, yearly',
  recurrence: 'once, daily, weekly, monthly, yearly',
  interval: 'daily, weekly, monthly, yearly',
  source: 'website, referral, email, phone, event, other',
  channel: 'email, phone, website, social media, in person',
  'payment method': 'cash, card, bank transfer, other',
  'payment status': 'unpaid, partly paid, paid',
  'payment type': 'cash, card, bank transfer, other',
  department: 'sales, marketing, operations, finance, hr, it',
  region: 'north, south, east, west',
  shift: 'morning, afternoon, night',
  'membership type': 'basic, standard, premium',
  membership: 'basic, standard, premium',
  'membership level': 'basic, standard, premium',
  plan: 'basic, standard, premium',
  tier: 'basic, standard, premium',
  grade: 'a, b, c, d, f',
  season: 'spring, summer, autumn, winter',
  weekday: 'monday, tuesday, wednesday, thursday, friday, saturday, sunday',
  'day of week': 'monday, tuesday, wednesday, thursday, friday, saturday, sunday',
  'day of the week': 'monday, tuesday, wednesday, thursday, friday, saturday, sunday',
  'leave type': 'vacation, sick, parental, unpaid',
  'contract type': 'service, supply, lease, employment, other',
  'employment type': 'full-time, part-time, contractor, intern',
  'expense type': 'travel, meals, supplies, software, other',
  'expense category': 'travel, meals, supplies, software, other',
  'fuel type': 'petrol, diesel, electric, hybrid',
  'blood type': 'a+, a-, b+, b-, ab+, ab-, 0+, 0-',
  'room type': 'single, double, suite',
  'property type': 'house, apartment, office, land',
  'vehicle type': 'car, van, truck, motorcycle',
  'ticket type': 'standard, vip, student',
  'dietary preference': 'none, vegetarian, vegan, gluten free',
  'meal preference': 'meat, fish, vegetarian, vegan',
  'meal choice': 'meat, fish, vegetarian, vegan',
  cuisine: 'italian, asian, mexican, french, other',
  genre: 'fiction, non-fiction, biography, science, children',
  outcome: 'pending, successful, unsuccessful',
  result: 'pending, passed, failed',
  decision: 'pending, approved, rejected',
  response: 'pending, accepted, declined',
  'rsvp status': 'pending, accepted, declined',
  'approval status': 'pending, approved, rejected',
  availability: 'available, limited, unavailable',
  'unit of measure': 'pieces, kg, litres, boxes',
  environment: 'production, staging, development',
  platform: 'web, ios, android, desktop',
  quarter: 'q1, q2, q3, q4',
  'age group': 'children, teens, adults, seniors',
};
