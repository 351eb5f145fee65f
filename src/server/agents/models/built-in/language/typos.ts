const typos: Record<string, string> = {
  inventroy: 'inventory', invetory: 'inventory', inventary: 'inventory', inventery: 'inventory', appointmnt: 'appointment', appointmnets: 'appointments', appoinment: 'appointment', appoinments: 'appointments', apointment: 'appointment', apointments: 'appointments',
  equipement: 'equipment', equiptment: 'equipment', equipmnt: 'equipment', recieve: 'receive', recieved: 'received', reciept: 'receipt', reciepts: 'receipts', recipt: 'receipt', recipts: 'receipts', vehical: 'vehicle', vehicals: 'vehicles', vehicel: 'vehicle', vehicels: 'vehicles', vehichle: 'vehicle', vechicle: 'vehicle', vechicles: 'vehicles', vehcile: 'vehicle',
  custmer: 'customer', custmers: 'customers', cutomer: 'customer', cutomers: 'customers', customar: 'customer', suplier: 'supplier', supliers: 'suppliers', suplliers: 'suppliers', calender: 'calendar', calandar: 'calendar', calander: 'calendar', adress: 'address', adresses: 'addresses', addres: 'address', catagory: 'category', catergory: 'category', categroy: 'category', categry: 'category',
  prioritiy: 'priority', prioritys: 'priorities', priorty: 'priority', priorit: 'priority', proirity: 'priority', statuss: 'status', staus: 'status', satus: 'status', stauts: 'status', quantitiy: 'quantity', quanitity: 'quantity', quantitity: 'quantity', quanity: 'quantity', quantaty: 'quantity', ammount: 'amount', amout: 'amount', amonut: 'amount',
  borower: 'borrower', borrwer: 'borrower', borrowr: 'borrower', employe: 'employee', employes: 'employees', emplyee: 'employee', emplyees: 'employees', empolyee: 'employee', empolyees: 'employees', maintainance: 'maintenance', maintenence: 'maintenance', maintanance: 'maintenance', maintanence: 'maintenance', mantenance: 'maintenance',
  buisness: 'business', bussiness: 'business', busines: 'business', shedule: 'schedule', schedual: 'schedule', scedule: 'schedule', schdule: 'schedule', volonteer: 'volunteer', volonteers: 'volunteers', volunter: 'volunteer', volunters: 'volunteers', voluteer: 'volunteer', voluteers: 'volunteers',
  libary: 'library', liberary: 'library', restaraunt: 'restaurant', restraunt: 'restaurant', resturant: 'restaurant', restuarant: 'restaurant', recepie: 'recipe', recepies: 'recipes', recipie: 'recipe', recipies: 'recipes', expence: 'expense', expences: 'expenses', expanses: 'expenses', invoce: 'invoice', invoces: 'invoices', invioce: 'invoice', invioces: 'invoices', contrat: 'contract', contrats: 'contracts', contarct: 'contract',
  projet: 'project', projets: 'projects', porject: 'project', porjects: 'projects', prject: 'project', taks: 'task', tasl: 'task', membr: 'member', membrs: 'members', memebr: 'member', memebrs: 'members', memeber: 'member', memebers: 'members', studnet: 'student', studnets: 'students', studens: 'students', teacer: 'teacher', pateint: 'patient', pateints: 'patients', patiant: 'patient', patiants: 'patients', docter: 'doctor', docters: 'doctors',
  incidnet: 'incident', incidnets: 'incidents', insident: 'incident', tickt: 'ticket', tikets: 'tickets', tiket: 'ticket', warehous: 'warehouse', werehouse: 'warehouse', rservation: 'reservation', resevation: 'reservation', resevations: 'reservations', reservaton: 'reservation', reservatons: 'reservations', aplicant: 'applicant', aplicants: 'applicants', applicent: 'applicant', applicents: 'applicants', canidate: 'candidate', canidates: 'candidates', candiate: 'candidate', candiates: 'candidates', attendence: 'attendance', attendace: 'attendance',
  retuned: 'returned', returnd: 'returned', retruned: 'returned', compleated: 'completed', complted: 'completed', overdu: 'overdue', overude: 'overdue', ovedue: 'overdue', higlight: 'highlight', hightlight: 'highlight', highligt: 'highlight', hilight: 'highlight', hightlite: 'highlight', bulid: 'build', biuld: 'build', buid: 'build', buld: 'build', craete: 'create', creat: 'create', crete: 'create', maek: 'make', mkae: 'make', traker: 'tracker', trakcer: 'tracker', tracke: 'tracker', tarck: 'track', trak: 'track', manger: 'manager', mange: 'manage', manageing: 'managing', managment: 'management', mangement: 'management',
  dealine: 'deadline', deadlin: 'deadline', dedline: 'deadline', descripton: 'description', desciption: 'description', discription: 'description', descrption: 'description', telefone: 'telephone', phonenumber: 'phone number', emial: 'email', emal: 'email', adn: 'and', nad: 'and', wiht: 'with', wih: 'with', whit: 'with', teh: 'the', hte: 'the', fo: 'of', feild: 'field', feilds: 'fields', ratting: 'rating', raiting: 'rating', commments: 'comments', coments: 'comments', pirce: 'price', colum: 'column', colums: 'columns', colomn: 'column', borad: 'board', baord: 'board', kanbann: 'kanban', chrat: 'chart', grpah: 'graph', gret: 'green', gren: 'green', grean: 'green', purpel: 'purple', purpule: 'purple', yelow: 'yellow', ornage: 'orange', oragne: 'orange',
  remvoe: 'remove', romove: 'remove', delet: 'delete', delte: 'delete', renam: 'rename', chnage: 'change', chage: 'change', changge: 'change', subscribtion: 'subscription', subscribtions: 'subscriptions', certifcate: 'certificate', certificats: 'certificates', licence: 'license', licences: 'licenses', enrolement: 'enrollment', guset: 'guest', gusets: 'guests', instuctor: 'instructor', instructer: 'instructor', instructers: 'instructors', trainning: 'training', accomodation: 'accommodation', complaintes: 'complaints', fullfilled: 'fulfilled', shipement: 'shipment', shipements: 'shipments', delievery: 'delivery', delieveries: 'deliveries', devlivery: 'delivery', waranty: 'warranty', warrenty: 'warranty', insurence: 'insurance', seperate: 'separate', occured: 'occurred', availble: 'available', availabe: 'available', availible: 'available', pleas: 'please', plz: 'please', pls: 'please', thx: 'thanks', wanna: 'want to', gimme: 'give me', gonna: 'going to', dont: "don't", cant: "can't",
};

// Words that only mean something together are no list.
const compounds = /\b(lost|bed|health|terms|research|food|arts|profit|supply|search|science|track|wear|name|date|rock|black|hit|question|rise|sign[- ]?in|check[- ]?in|research|dos|pros) and (found|breakfast|safety|conditions|development|beverages?|drinks?|crafts|loss|demand|rescue|technology|field|tear|out|white|don'ts|cons|answers?)\b/gi;

/** Straight quotes, plain dashes, no control characters, common typing slips put right, and an end to very long messages. */
export function normalise(message: string): string {
  return message
    .slice(0, 20_000)
    .normalize('NFC')
    // No word is that long; patterns take long over one that is.
    .replace(/(\S{60})\S+/g, '$1')
    .replace(/\r\n?/g, '\n')
    // Control and invisible formatting characters, but not the line break and the tab.
    .replace(/[^\P{C}\n\t\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/[‘’‚′]/g, "'").replace(/[“”„″«»]/g, '"').replace(/\u00a0/g, ' ')
    .replace(/(\d)\s*[–—]\s*(\d)/g, '$1-$2')
    .replace(compounds, '$1-and-$2')
    .replace(/[A-Za-z]{2,}/g, (word) => {
      const fixed = Object.hasOwn(typos, word.toLowerCase()) ? typos[word.toLowerCase()]! : null;
      if (!fixed) return word;
      return /^[A-Z]/.test(word) ? fixed.charAt(0).toUpperCase() + fixed.slice(1) : fixed;
    });
}
