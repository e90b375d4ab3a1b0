/**
 * Words that passwords people choose are made of, from the top of published lists of leaked ones and from
 * what this field's people would reach for. Compared after letters are put for look-alike digits.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `password passwort passphrase letmein letmeinnow welcome welcomeback iloveyou iloveu trustno changeme
  changemenow changethis default secret topsecret mysecret administrator admin adminadmin administrador
  superuser rootroot qwerty qwertyuiop qwertzuiop azerty azertyuiop asdfghjkl zxcvbnm qazwsxedc qazwsx
  zaqwsx dragon monkey football baseball basketball superman batman starwars pokemon sunshine princess
  shadow master mustang michael jennifer jessica charlie jordan hunter computer internet whatever
  freedom liverpool arsenal chelsea barcelona blink cheese summer winter spring autumn january february
  march april june july august september october november december monday tuesday wednesday thursday
  friday saturday sunday hello helloworld helloagain goodbye loveyou lovelove nothing anything something
  correcthorse correcthorsebatterystaple abcdefghijklm abcabcabc test testing tester testtest guest login
  loginlogin access openaccess samplepassword mypassword newpassword oldpassword thepassword yourpassword
  user username demo demodemo example student students teacher trainee instructor school college clinic
  therapy therapist therapists physicaltherapy physicaltherapist rehab rehabilitation technician preceptor
  patient patients nurse nursing doctor hospital healthcare health`.split(/\s+/),
);
