/** What the words and columns of a printed transcript mean. */
export const LEGEND: readonly string[] = [
  'Days are those of the cohort’s time zone. Hours are clock hours of 60 minutes, rounded to the tenth.',
  'Lecture, lab and placement: hours that count in the attempt. Class hours are those attended, excused as far as the program allows, or made up under supervision; placement hours are those a supervisor verified. No minute counts twice.',
  'Attempt: a course that is repeated keeps every attempt. The totals of hours count the latest attempt of each course.',
  'Final: the weighted final percent, rounded once, half up. A dash: there is none yet. pass/fail: the course is not graded.',
  'Result: Passed and Failed are decided by grades, practical examinations, hours and checklists together. Transfer credit: learning elsewhere stands for the course by a decision of the school; it has no grade.',
  'Toward the program: clock hours of lessons, class and placements, and of credited courses, as the program counts them.',
  'Practical: each attempt at a practical examination; it is passed when every critical step was met and the technical score was reached.',
  'Corrected: what stands here is what is right today. What had been said before is named with the day of the correction.',
  'Skills: signed by a licensed validator who saw them performed; each counts from the day given through the last day given, inclusive.',
  'Awards: anyone can verify an award by its number. A skill or credential that lapses later takes no award back.',
  'The SHA-256 at the foot of every page is that of the record in the JSON file of this transcript. Two transcripts with the same hash say the same, whenever they were issued.',
];
