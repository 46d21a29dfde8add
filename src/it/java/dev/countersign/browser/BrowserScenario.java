package dev.countersign.browser;

import dev.countersign.container.Scenario;

/** What all that people do in a browser has in common: a running server, and visits that end with the test. */
interface BrowserScenario extends Scenario {

    /** Somebody who has not signed in, before any page. */
    ConsoleVisit visit();

    /** A person with the role, in the console. */
    default ConsoleVisit signedIn() {
        return visit().signIn();
    }
}
