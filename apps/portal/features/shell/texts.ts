export const SHELL_TEXTS = {
  product: "Bodymark",
  tagline: "Open challenges for medical image segmentation, ranked by accuracy and by cost.",
  main: "Main",
  skip: "Skip to the content",
  challenges: "Challenges",
  submissions: "My submissions",
  organize: "Organize",
  teams: "My teams",
  account: "Account",
  operator: "Workers and queue",
  signIn: "Sign in",
  signUp: "Sign up",
  signOut: "Sign out",
  menu: "Menu",
  theme: "Theme",
  themes: { system: "As the system", light: "Light", dark: "Dark" },
  howItWorks: "How it works",
  news: "News",
} as const;

export const NOT_FOUND_TEXTS = {
  name: "Not found",
  title: "This page does not exist",
  lead: "The address may be mistyped, or what it names is not yours to see.",
  leadStranger: "The address may be mistyped, or what it names is not yours to see. Sign in if you have an account.",
  challenges: "All challenges",
  signIn: "Sign in",
} as const;
