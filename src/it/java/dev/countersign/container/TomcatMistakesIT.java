package dev.countersign.container;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class TomcatMistakesIT {

    @Nested
    class On11 extends TomcatMistakesScenario {
        On11() {
            super("11.");
        }
    }

    @Nested
    @Tag("full")
    @Tag("twin")
    class On10 extends TomcatMistakesScenario {
        On10() {
            super("10.");
        }
    }
}
