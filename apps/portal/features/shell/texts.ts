export const SHELL_TEXTS = {
  product: "Bodymark",
  tagline: "Open challenges for medical image segmentation, ranked by accuracy and by cost.",
  skip: "Skip to the content",
  challenges: "Challenges",
  submissions: "My submissions",
  account: "Account",
  signIn: "Sign in",
  signUp: "Sign up",
  signOut: "Sign out",
  menu: "Menu",
  theme: "Theme",
  themes: { system: "As the system", light: "Light", dark: "Dark" },
} as const;
