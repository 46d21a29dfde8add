package dev.countersign.store.jdbc;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the store's contract in the server that it is deployed to, and answers with the summary. */
public final class StoreContractServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        BoundDataSourceContract.overDataSource(request.getParameter("store"));
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest tests = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(BoundDataSourceContract.class))
                .build();

        LauncherFactory.create().execute(tests, listener);

        response.setContentType("text/plain;charset=UTF-8");
        PrintWriter out = response.getWriter();
        out.println(listener.getSummary().getTestsSucceededCount() + " passed, "
                + listener.getSummary().getTotalFailureCount() + " failed");
        listener.getSummary().printFailuresTo(out, 20);
    }
}
