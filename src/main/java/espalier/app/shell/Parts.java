package espalier.app.shell;

import espalier.app.Downloads;
import espalier.app.EngineThread;
import espalier.app.InterruptedRuns;
import espalier.app.Networks;
import espalier.app.Notices;
import espalier.app.Opener;
import espalier.app.ReportSaver;
import espalier.app.SelectedScores;
import espalier.app.Session;
import espalier.app.Trainings;
import espalier.app.TrajectorySurvey;
import espalier.app.compare.ComparePage;
import espalier.app.explain.ExplainPage;
import espalier.app.filters.FiltersPage;
import espalier.app.lessons.LessonPane;
import espalier.app.lessons.LessonProgress;
import espalier.app.live.LiveModel;
import espalier.app.overview.OverviewPage;
import espalier.app.prune.PrunePage;
import espalier.app.runs.RunsPage;
import espalier.app.study.StudiesViewModel;
import espalier.app.study.StudyPage;
import espalier.app.train.TrainPage;
import espalier.workspace.Workspace;
import java.util.concurrent.ForkJoinPool;

/**
 * What the window is put together from, here and nowhere else: pages take of it what they need, and do not know it.
 */
public record Parts(Workspace workspace, EngineThread engine, Session session, Networks networks, Notices notices,
        SelectedScores scores, TrajectorySurvey trajectorySurvey, Opener opener, InterruptedRuns interrupted,
        LiveModel live, StudiesViewModel studies, Downloads downloads, Trainings trainings) {

    /**
     * Nothing is open yet.
     *
     * @param workspace where runs are kept
     * @param engine    runs what the pages ask for
     */
    public static Parts of(Workspace workspace, EngineThread engine) {
        Session session = new Session();
        Networks networks = new Networks(engine);
        Notices notices = new Notices(engine);
        SelectedScores scores = new SelectedScores(session, networks, notices);
        Opener opener = new Opener(session, networks, scores, notices, workspace);
        return new Parts(workspace, engine, session, networks, notices, scores,
                new TrajectorySurvey(session, networks, notices), opener, new InterruptedRuns(workspace, notices),
                new LiveModel(session, networks, notices, workspace),
                new StudiesViewModel(workspace, notices, ForkJoinPool.commonPool()),
                new Downloads(notices, opener, workspace.folder().resolve("data")), new Trainings(workspace, notices));
    }

    /** A new page of this kind. */
    public OverviewPage overviewPage() {
        return new OverviewPage(session, networks, scores, notices, opener);
    }

    /** A new page of this kind. */
    public FiltersPage filtersPage() {
        return new FiltersPage(session, networks, scores, notices, live);
    }

    /** A new page of this kind. */
    public PrunePage prunePage() {
        return new PrunePage(session, networks, notices, opener, interrupted, workspace, live);
    }

    /** A new page of this kind. */
    public ExplainPage explainPage() {
        return new ExplainPage(session, networks, notices, trajectorySurvey, live);
    }

    /** A new page of this kind. */
    public ComparePage comparePage() {
        return new ComparePage(session, trajectorySurvey, new ReportSaver(networks, notices), notices, workspace);
    }

    /** A new page of this kind. */
    public RunsPage runsPage() {
        return new RunsPage(session, workspace, opener, notices);
    }

    /** A new page of this kind. */
    public TrainPage trainPage() {
        return new TrainPage(session, networks, notices, opener, trainings, workspace);
    }

    /** A new page of this kind. */
    public StudyPage studyPage() {
        return new StudyPage(session, networks, new ReportSaver(networks, notices), studies);
    }

    /**
     * Lessons on what the window shows.
     *
     * @param progress how far the person is in them
     */
    LessonPane lessonPane(LessonProgress progress) {
        return new LessonPane(session, live, scores, trajectorySurvey, opener, progress);
    }
}
