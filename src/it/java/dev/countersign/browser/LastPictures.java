package dev.countersign.browser;

import com.microsoft.playwright.PlaywrightException;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what was on the screen when a test failed, beside the other pictures. */
final class LastPictures implements AfterTestExecutionCallback {

    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isEmpty()) {
            return;
        }
        ConsoleScenario scenario = (ConsoleScenario) test.getRequiredTestInstance();
        int number = 0;
        for (ConsoleVisit visit : scenario.visits()) {
            number++;
            String name = "failed-" + test.getRequiredTestMethod().getName() + "-" + number;
            try {
                visit.lastPicture(Screen.picture(scenario.running(), name));
            } catch (PlaywrightException e) {
                // The failure is to be read, not that there is no picture of it.
                test.publishReportEntry(name, e.toString());
            }
        }
    }
}
