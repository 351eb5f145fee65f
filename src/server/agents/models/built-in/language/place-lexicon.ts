/**
 * Kinds of business and what they usually keep: "something for my yoga studio".
 * One line: words for the place | the nouns its app holds, main one first.
 */
export const placeLexicon = `
yoga studio, pilates studio, dance studio, fitness studio, dance school, martial arts school, dojo, karate school, climbing gym, swim school | class, member, booking
gym, fitness center, fitness centre, crossfit box, health club, sports center | member, class, trainer
clinic, medical practice, doctor's office, doctors office, medical office, health center, hospital, physiotherapy practice, physio practice, practice, chiropractor, surgery | patient, appointment, doctor
dental practice, dental clinic, dentist office, dentist's office | patient, appointment, dentist
therapy practice, counseling practice, counselling practice, psychologist office, massage practice, spa, wellness center | client, appointment, therapist
vet clinic, veterinary clinic, animal hospital, veterinary practice, vet practice, pet clinic | pet, owner, appointment
animal shelter, rescue shelter, dog shelter, pet rescue, animal rescue, cat shelter | animal, adoption, volunteer
dog grooming salon, pet grooming, grooming salon, pet groomer, pet hotel, kennel, dog daycare, cattery, stable, riding school | pet, owner, booking
salon, hair salon, barber shop, barbershop, beauty salon, nail salon, tattoo studio, hairdresser | appointment, client, stylist
school, primary school, high school, elementary school, academy, music school, language school, driving school, tutoring center, university, college, kindergarten, preschool, daycare, nursery | student, class, teacher
summer camp, youth camp, scout troop, scout group, after-school club | child, activity, staff member
library, school library, book club, community library | book, member, loan
tool library, makerspace, lending library, equipment room | item, member, loan
law firm, law office, legal practice, legal department, attorney office | case, client, deadline
accounting firm, accountant, bookkeeper, tax office, accounting practice | client, task, invoice
agency, marketing agency, design agency, design studio, creative agency, consultancy, consulting firm, web agency, freelance business, freelancing business, advertising agency | project, client, task
film production, production company, photo studio, photography studio, photography business, wedding photographer | booking, client, invoice
warehouse, distribution center, storage facility, logistics company, fulfillment center | product, shipment, supplier
shop, store, retail store, boutique, bike shop, bookshop, bookstore, hardware store, online shop, webshop, online store, corner shop, gift shop, clothing store, pet store, flower shop, florist, garden center, pharmacy, record store, toy store, e-commerce store, etsy shop | product, order, supplier
bakery, cake shop, pastry shop, catering business, catering company, caterer, food truck, coffee shop, cafe, butcher, brewery, winery | product, order, customer
restaurant, bistro, pizzeria, diner, bar, pub | reservation, menu item, table
hotel, hostel, guesthouse, guest house, bed and breakfast, b&b, inn, campsite, campground, holiday rental, vacation rental, airbnb | reservation, room, guest
farm, dairy farm, vegetable farm, organic farm, ranch, orchard, vineyard, homestead | crop, field, harvest
community garden, garden, allotment, nursery garden, plant nursery, greenhouse business | plot, plant, task
apiary, beekeeping business, beekeeper | hive, inspection, harvest
church, parish, congregation, mosque, synagogue, temple, ministry office | member, event, group
nonprofit, non-profit, charity, ngo, foundation, food bank, community center, community centre, soup kitchen | volunteer, donation, event
real estate agency, real estate office, realtor office, estate agency, real estate business, property agency, real estate company | property, client, viewing
property management company, landlord business, apartment building, property manager, rental business property, housing association | property, tenant, maintenance request
construction company, builder, contractor business, construction business, roofing company, renovation business | job site, task, contractor
garage, bike repair workshop, repair workshop, bike repair shop, auto repair shop, car workshop, repair shop, mechanic shop, workshop, auto shop, car repair shop, bike workshop, phone repair shop, body shop | repair job, customer, vehicle
car dealership, car dealer, used car lot | vehicle, lead, sale
rental business, bike rental, car rental, equipment rental, boat rental, kayak rental, ski rental, tool rental, party rental, bike rental shop, rental company, camera rental | rental, item, customer
taxi company, transport company, trucking company, delivery company, courier company, bus company, fleet | vehicle, driver, trip
cleaning company, cleaning business, cleaning service, maid service, landscaping business, landscaping company, gardening business, lawn care business, pool service, plumbing business, plumber, electrician, handyman business, handyman, hvac company, pest control company, moving company, window cleaning business | work order, client, employee
it department, it team, it support team, help desk, it help desk, helpdesk, service desk | ticket, asset, employee
hr department, human resources, hr team, people team | employee, leave request, applicant
recruiting agency, recruitment agency, staffing agency, recruiting team, talent team | candidate, job opening, interview
sales team, sales department, crm, sales crm, sales pipeline, customer relationship management | contact, company, deal
marketing team, marketing department, content team, social media team, newsroom, magazine, publisher | article, campaign, idea
finance team, finance department, accounts department | invoice, expense, vendor
software team, development team, dev team, engineering team, startup, product team | task, bug, release
research lab, lab, laboratory, research group, research team | experiment, sample, equipment
museum, gallery, art gallery, archive | artwork, exhibition, artist
theater, theatre, theatre company, drama club, community theater | performance, actor member, costume
band, choir, orchestra, music group | song, rehearsal, gig
sports club, football club, soccer club, soccer team, football team, tennis club, basketball team, running club, swim team, rugby club, golf club, youth team, sports team, baseball team, volleyball team, hockey team | player, match, training session
wedding, wedding planning, wedding planner, wedding planning business | guest, vendor, task
event agency, event company, event planning business, conference, festival, event team | event, attendee, vendor
coworking space, co-working space, office, shared office | booking, room, member
travel agency, tour operator, tour company | trip, booking, customer
factory, manufacturing company, manufacturing plant, production line, plant floor, machine shop | machine, work order, product
insurance agency, insurance broker | policy, client, claim
nursing home, care home, retirement home, home care agency, assisted living facility | resident, visit, caregiver
household, home, family budget, home renovation, house renovation, moving house | task, expense, shopping item
personal trainer, personal training business, coaching business, life coach, coach, tutoring business, tutor, music teacher, piano teacher | client, session, payment
podcast, youtube channel, blog | episode, guest, idea
homeowners association, hoa, condominium, condo association | resident, maintenance request, payment
town hall, municipality, city council, public works department | request, permit, resident
fire department, fire station, security company, police station | incident, shift, equipment
`;
