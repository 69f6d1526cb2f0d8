from spine_viewer.cli import main

raise SystemExit(main())
