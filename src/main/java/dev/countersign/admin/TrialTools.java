package dev.countersign.admin;

import dev.countersign.auth.AssertionTrial;
import dev.countersign.auth.SecretTrial;

/** What the question why a credential is refused is answered with. */
public record TrialTools(AssertionTrial assertions, SecretTrial secrets) {}
